#include "form.h"
#include "base/ids.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Part of a value, as a program may cut it out without computing. */
struct cut {
    uint8_t skip, drop; /* bytes left out at its start and its end */
};

/* A piece of the line: literal text, and after it part of a value, except in the last piece. */
struct piece {
    uint32_t literal_end; /* in the literals of all pieces, one after another */
    uint8_t member;
    struct cut cut;
};

struct form {
    struct buffer literals;
    struct piece *pieces;
    size_t count;
};

enum { CUTS = 2, SAMPLE_SIZE = 80 };

/* The longest first. */
static size_t cuts_of(const struct plain_member *member, struct cut cuts[static CUTS])
{
    cuts[0] = (struct cut){0};
    switch (member->kind) {
    case PLAIN_TIME:
        cuts[0].drop = 1; /* without its Z */
        return 1;
    case PLAIN_MINUTE:
        cuts[0].drop = 6;
        cuts[1] = (struct cut){.skip = 11};
        return 2;
    case PLAIN_URI:
        cuts[0].skip = (uint8_t)(member->value_length - IDS_LONGEST);
        return 1;
    case PLAIN_LARGE:
        cuts[1] = (struct cut){.drop = 3}; /* seconds of milliseconds */
        return 2;
    case PLAIN_NUMBER:
    case PLAIN_TEXT:
        return 1;
    default:
        return 0;
    }
}

/* The made-up value for member number `index`, as it stands in JSON without quotes. */
static size_t sample_value(const struct plain_member *member, size_t index, int sample,
                           char value[static SAMPLE_SIZE])
{
    unsigned i = (unsigned)index, s = (unsigned)sample;
    size_t prefix = member->value_length - IDS_LONGEST;
    int length;

    switch (member->kind) {
    case PLAIN_TIME:
        length = snprintf(value, SAMPLE_SIZE, "1987-06-05T04:%02u:%02uZ", i, 21 + s);
        break;
    case PLAIN_MINUTE:
        length = snprintf(value, SAMPLE_SIZE, "1988-%02u-%02u %02u:%02u", 1 + i % 12,
                          1 + i / 12 * 4 + s, i % 24, 10 + i / 24 * 4 + s);
        break;
    case PLAIN_URI:
        (void)snprintf(value, SAMPLE_SIZE, "%.*s", (int)prefix, member->value);
        length = (int)prefix +
                 snprintf(value + prefix, SAMPLE_SIZE - prefix, "zzMadeUpUriNumber%02uzz%u", i, s);
        break;
    case PLAIN_LARGE:
        length = snprintf(value, SAMPLE_SIZE, "98%02u7%u31%02u5%u17", i, s, i, s);
        break;
    case PLAIN_NUMBER:
        length = snprintf(value, SAMPLE_SIZE, "83%02u%u%02u97", i, s, i);
        break;
    case PLAIN_TEXT:
        length = snprintf(value, SAMPLE_SIZE, "zzMadeUpText%02uzz%u", i, s);
        break;
    default:
        length = snprintf(value, SAMPLE_SIZE, "%.*s", (int)member->value_length, member->value);
    }
    return (size_t)length;
}

static bool is_string(const struct plain_member *member)
{
    switch (member->kind) {
    case PLAIN_EMPTY:
    case PLAIN_TIME:
    case PLAIN_MINUTE:
    case PLAIN_URI:
    case PLAIN_TEXT:
        return true;
    default:
        return false;
    }
}

bool form_sample(const struct plain_row *row, int sample, struct buffer *out)
{
    bool made = buffer_append_string(out, "{");

    for (size_t i = 0; made && i < row->count; i++) {
        const struct plain_member *member = &row->members[i];
        const char *quote = is_string(member) ? "\"" : "";
        char value[SAMPLE_SIZE];
        size_t length = sample_value(member, i, sample, value);
        made = buffer_append_string(out, i ? ",\"" : "\"") &&
               buffer_append(out, member->name, member->name_length) &&
               buffer_append_string(out, "\":") && buffer_append_string(out, quote) &&
               buffer_append(out, value, length) && buffer_append_string(out, quote);
    }
    return made && buffer_append_string(out, "}");
}

/* The parts that a program may cut out of the values of a sample. */
struct parts {
    struct part {
        char text[SAMPLE_SIZE];
        size_t length;
        uint8_t member;
        struct cut cut;
    } all[PLAIN_ROW_MOST * CUTS];
    size_t count;
};

static void list_parts(const struct plain_row *row, int sample, struct parts *parts)
{
    parts->count = 0;
    for (size_t i = 0; i < row->count; i++) {
        struct cut cuts[CUTS];
        char value[SAMPLE_SIZE];
        size_t count = cuts_of(&row->members[i], cuts);
        size_t length = count ? sample_value(&row->members[i], i, sample, value) : 0;
        for (size_t j = 0; j < count; j++) {
            struct part *part = &parts->all[parts->count++];
            *part = (struct part){.length = length - cuts[j].skip - cuts[j].drop,
                                  .member = (uint8_t)i,
                                  .cut = cuts[j]};
            memcpy(part->text, value + cuts[j].skip, part->length);
        }
    }
}

/* The part that a text begins with, or NULL. */
static const struct part *find_part(const struct parts *parts, const char *text, size_t length)
{
    for (size_t i = 0; i < parts->count; i++) {
        const struct part *part = &parts->all[i];
        if (*part->text == *text && part->length <= length &&
            memcmp(text, part->text, part->length) == 0)
            return part;
    }
    return NULL;
}

static bool add_piece(struct form *form, struct piece piece)
{
    struct piece *pieces = realloc(form->pieces, (form->count + 1) * sizeof *pieces);

    if (!pieces)
        return false;
    piece.literal_end = (uint32_t)form->literals.length;
    form->pieces = pieces;
    form->pieces[form->count++] = piece;
    return true;
}

/* The form of one sample's line. NULL when memory cannot be had. */
static struct form *form_of(const struct plain_row *row, int sample, const struct buffer *line)
{
    struct form *form = calloc(1, sizeof *form);
    bool made = form != NULL;
    struct parts parts;

    list_parts(row, sample, &parts);
    for (size_t at = 0; made && at < line->length;) {
        const struct part *part = find_part(&parts, line->bytes + at, line->length - at);
        made = part ? add_piece(form, (struct piece){.member = part->member, .cut = part->cut})
                    : buffer_append(&form->literals, line->bytes + at, 1);
        at += part ? part->length : 1;
    }
    if (made && add_piece(form, (struct piece){.member = PLAIN_ROW_MOST}))
        return form;
    form_free(form);
    return NULL;
}

static bool same_form(const struct form *a, const struct form *b)
{
    if (a->count != b->count || a->literals.length != b->literals.length ||
        memcmp(a->literals.bytes, b->literals.bytes, a->literals.length) != 0)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (a->pieces[i].literal_end != b->pieces[i].literal_end ||
            a->pieces[i].member != b->pieces[i].member ||
            a->pieces[i].cut.skip != b->pieces[i].cut.skip ||
            a->pieces[i].cut.drop != b->pieces[i].cut.drop)
            return false;
    return true;
}

bool form_find(const struct plain_row *row, const struct buffer lines[static FORM_SAMPLES],
               struct form **form)
{
    struct form *first = form_of(row, 0, &lines[0]);
    struct form *second = first ? form_of(row, 1, &lines[1]) : NULL;
    bool found = second != NULL;

    *form = NULL;
    if (found && first->literals.length > 0 && same_form(first, second)) {
        *form = first;
        first = NULL;
    }
    form_free(first);
    form_free(second);
    return found;
}

bool form_fill(const struct form *form, const struct plain_row *row, struct buffer *line)
{
    size_t literal = 0;

    line->length = 0;
    for (size_t i = 0; i < form->count; i++) {
        const struct piece *piece = &form->pieces[i];
        if (!buffer_append(line, form->literals.bytes + literal, piece->literal_end - literal))
            return false;
        literal = piece->literal_end;
        if (piece->member < PLAIN_ROW_MOST) {
            const struct plain_member *member = &row->members[piece->member];
            if (!buffer_append(line, member->value + piece->cut.skip,
                               member->value_length - piece->cut.skip - piece->cut.drop))
                return false;
        }
    }
    return true;
}

void form_free(struct form *form)
{
    if (!form)
        return;
    buffer_free(&form->literals);
    free(form->pieces);
    free(form);
}
