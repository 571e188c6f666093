#include "forms.h"
#include "form.h"
#include "json/json_print.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A history has some hundred kinds of rows, and can have thousands. */
enum { SLOTS = 16384, MOST_KINDS = SLOTS / 2 };

struct kind_of_row {
    uint64_t hash;
    char *description;
    size_t length;
    struct form *form; /* NULL: it has none */
};

struct forms {
    struct shape *shape;
    jv context;
    struct buffer description; /* of the row at hand */
    struct kind_of_row slots[SLOTS];
    size_t count;
};

struct forms *forms_new(struct shape *shape, jv context, struct error *error)
{
    struct forms *forms = calloc(1, sizeof *forms);

    if (!forms) {
        (void)error_no_memory(error);
        return NULL;
    }
    forms->shape = shape;
    forms->context = context;
    return forms;
}

void forms_free(struct forms *forms)
{
    if (!forms)
        return;
    for (size_t i = 0; i < SLOTS; i++) {
        free(forms->slots[i].description);
        form_free(forms->slots[i].form);
    }
    buffer_free(&forms->description);
    free(forms);
}

/* Writes what kind of row it is; no name can hold a control character. */
static bool describe_kinds(const struct plain_row *row, struct buffer *out)
{
    out->length = 0;
    for (size_t i = 0; i < row->count; i++) {
        const struct plain_member *member = &row->members[i];
        size_t prefix = member->kind == PLAIN_URI ? member->value_length - 22 : 0;
        char *to;
        if (!buffer_reserve(out, member->name_length + prefix + 2))
            return false;
        to = out->bytes + out->length;
        memcpy(to, member->name, member->name_length);
        to += member->name_length;
        *to++ = '\n';
        *to++ = (char)member->kind;
        memcpy(to, member->value, prefix);
        out->length += member->name_length + 2 + prefix;
    }
    return true;
}

static uint64_t hash_description(const char *bytes, size_t length)
{
    uint64_t hash = length, word;

    for (; length >= sizeof word; bytes += sizeof word, length -= sizeof word) {
        memcpy(&word, bytes, sizeof word);
        hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 29;
    }
    word = 0;
    memcpy(&word, bytes, length);
    hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 32;
}

/* What the program made of a sample: the first line, and how many. */
struct sample_lines {
    struct buffer *line;
    int count;
};

static bool keep_line(void *context, jv message, struct error *error)
{
    struct sample_lines *lines = context;
    bool kept = lines->count++ > 0 || json_print(message, lines->line);

    jv_free(message);
    return kept || error_no_memory(error);
}

/* Runs the program on a made-up row. *line stays empty unless one line comes of it. */
static bool run_sample(struct forms *forms, const struct plain_row *row, int sample,
                       struct buffer *line, struct error *error)
{
    struct buffer text = {0};
    struct sample_lines lines = {.line = line};
    struct shape_page page = {.context = forms->context};
    bool done = form_sample(row, sample, &text) || error_no_memory(error);

    if (done) {
        page.body = jv_parse_sized(text.bytes, (int)text.length);
        done = shape_page_messages(forms->shape, &page, keep_line, &lines, error);
        jv_free(page.body);
        if (lines.count != 1 || !done)
            line->length = 0;
        done = done || error->status == EX_PROTOCOL;
    }
    buffer_free(&text);
    return done;
}

/* Finds the form for rows as this one, if they have one. */
static bool learn(struct forms *forms, const struct plain_row *row, struct form **form,
                  struct error *error)
{
    struct buffer lines[FORM_SAMPLES] = {{0}};
    bool learned = true;

    *form = NULL;
    for (int i = 0; learned && i < FORM_SAMPLES; i++)
        learned = run_sample(forms, row, i, &lines[i], error);
    if (learned && lines[0].length && lines[1].length)
        learned = form_find(row, lines, form) || error_no_memory(error);
    for (int i = 0; i < FORM_SAMPLES; i++)
        buffer_free(&lines[i]);
    return learned;
}

/* The slot of the kind of row that was described last; a free one where it is new. */
static struct kind_of_row *find_slot(struct forms *forms, uint64_t hash)
{
    size_t place = hash % SLOTS;

    while (forms->slots[place].description &&
           (forms->slots[place].hash != hash ||
            forms->slots[place].length != forms->description.length ||
            memcmp(forms->slots[place].description, forms->description.bytes,
                   forms->description.length) != 0))
        place = (place + 1) % SLOTS;
    return &forms->slots[place];
}

static bool add_kind(struct forms *forms, const struct plain_row *row, uint64_t hash,
                     struct kind_of_row *slot, struct error *error)
{
    char *description = malloc(forms->description.length + 1);

    if (!description)
        return error_no_memory(error);
    memcpy(description, forms->description.bytes, forms->description.length);
    if (!learn(forms, row, &slot->form, error)) {
        free(description);
        return false;
    }
    slot->hash = hash;
    slot->description = description;
    slot->length = forms->description.length;
    forms->count++;
    return true;
}

enum forms_result forms_fill(struct forms *forms, const struct plain_row *row, struct buffer *line,
                             struct error *error)
{
    struct kind_of_row *slot;
    uint64_t hash;

    if (row->count == 0)
        return FORMS_NONE;
    if (!describe_kinds(row, &forms->description))
        goto no_memory;
    hash = hash_description(forms->description.bytes, forms->description.length);
    slot = find_slot(forms, hash);
    if (!slot->description && forms->count == MOST_KINDS)
        return FORMS_NONE;
    if (!slot->description && !add_kind(forms, row, hash, slot, error))
        return FORMS_FAILED;
    if (!slot->form)
        return FORMS_NONE;
    if (form_fill(slot->form, row, line))
        return FORMS_FILLED;
no_memory:
    (void)error_no_memory(error);
    return FORMS_FAILED;
}
