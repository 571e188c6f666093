#include "stream_fields.h"
#include "base/ids.h"
#include "parameter_path.h"
#include "singer/account_key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_KEYS = 5, MOST_FULL = 8, LONGEST_PATH = PARAMETER_PATH_SIZE + 8 };

/* What a field must be. */
struct field_rule {
    unsigned kinds; /* a bit for each enum json_kind that the schema allows */
    bool required;
    char name[PARAMETER_PATH_SIZE];
};

struct stream_fields {
    const struct stream *stream;
    struct json_paths *paths;
    struct record_field *fields;
    struct field_rule *rules; /* of each field */
    size_t count;
    int keys[MOST_KEYS]; /* numbers of fields */
    bool may_be_empty[MOST_KEYS];
    size_t key_count;
    int full_slots[MOST_FULL];
    size_t full_count;
    int account; /* the number of a field, or -1 */
};

/* The kinds of value that the schema allows at a path: none if it says nothing, any for the index
 * or the number of elements. */
static unsigned allowed_kinds(const struct stream *stream, const char *path)
{
    static const struct {
        unsigned type, kinds;
    } types[] = {
        {SCHEMA_NULL, 1U << JSON_ABSENT | 1U << JSON_NULL},
        {SCHEMA_BOOLEAN, 1U << JSON_FALSE | 1U << JSON_TRUE},
        {SCHEMA_INTEGER, 1U << JSON_INTEGER},
        {SCHEMA_NUMBER, 1U << JSON_INTEGER | 1U << JSON_REAL},
        {SCHEMA_STRING, 1U << JSON_STRING},
        {SCHEMA_ARRAY, 1U << JSON_ARRAY},
        {SCHEMA_OBJECT, 1U << JSON_OBJECT},
    };
    const struct schema *schema = stream_schema_at(stream, path);
    unsigned kinds = 0;

    if (strstr(path, "[#]") || strstr(path, "[+]"))
        return ~0U;
    for (size_t i = 0; schema && i < sizeof types / sizeof *types; i++)
        if (schema->types & types[i].type)
            kinds |= types[i].kinds;
    return kinds;
}

static int add_slot(const struct stream_fields *fields, const char *path, struct error *error)
{
    char whole[LONGEST_PATH];

    (void)snprintf(whole, sizeof whole, "record.%s", path);
    return json_paths_add(fields->paths, whole, error);
}

static bool reserve_field(struct stream_fields *fields, struct error *error)
{
    size_t count = fields->count + 1;
    struct record_field *more = realloc(fields->fields, count * sizeof *more);
    struct field_rule *rules;

    if (!more)
        return error_no_memory(error);
    fields->fields = more;
    rules = realloc(fields->rules, count * sizeof *rules);
    if (!rules)
        return error_no_memory(error);
    fields->rules = rules;
    return true;
}

/* The number of the field at a path, which may be new; -1 with *error. */
static int add_field(struct stream_fields *fields, const char *path, bool has_digest,
                     struct error *error)
{
    int slot = add_slot(fields, path, error);
    size_t number = 0;

    if (slot < 0)
        return -1;
    while (number < fields->count && fields->fields[number].slot != slot)
        number++;
    if (number == fields->count) {
        const struct schema *schema = stream_schema_at(fields->stream, path);
        struct field_rule *rule;
        if (!reserve_field(fields, error))
            return -1;
        rule = &fields->rules[number];
        *rule = (struct field_rule){.kinds = allowed_kinds(fields->stream, path)};
        (void)snprintf(rule->name, sizeof rule->name, "%s", path);
        fields->fields[number] =
            (struct record_field){.slot = slot, .is_id = schema && schema->is_id};
        fields->count++;
    }
    fields->fields[number].has_digest = fields->fields[number].has_digest || has_digest;
    return (int)number;
}

static bool add_key(struct stream_fields *fields, struct error *error)
{
    for (const char *const *name = fields->stream->key; *name; name++) {
        const struct schema *schema = stream_schema_at(fields->stream, *name);
        int number = add_field(fields, *name, false, error);
        if (number < 0)
            return false;
        if (fields->key_count == MOST_KEYS)
            return error_set(error, EX_SOFTWARE, "the stream %s has too many keys",
                             fields->stream->name);
        fields->may_be_empty[fields->key_count] = schema && schema->may_be_empty;
        fields->keys[fields->key_count++] = number;
    }
    return true;
}

static bool add_full(struct stream_fields *fields, struct error *error)
{
    for (const char *const *name = fields->stream->full; name && *name; name++) {
        int slot = add_slot(fields, *name, error);
        if (slot < 0)
            return false;
        if (fields->full_count == MOST_FULL)
            return error_set(error, EX_SOFTWARE,
                             "the stream %s has too many members of full objects",
                             fields->stream->name);
        fields->full_slots[fields->full_count++] = slot;
    }
    return true;
}

/* Adds what the load statements name. */
static bool add_parameters(struct stream_fields *fields, struct error *error)
{
    const char *sql = fields->stream->load;
    struct parameter_path parameter;

    while ((sql = parameter_path_next(&parameter, sql))) {
        int number = add_field(fields, parameter.path, false, error);
        if (number < 0 ||
            (parameter.use == USE_KEY && add_field(fields, parameter.object, true, error) < 0))
            return false;
        if (parameter.use == USE_NEEDED)
            fields->rules[number].required = true;
    }
    return true;
}

static bool add_account(struct stream_fields *fields, struct error *error)
{
    /* the account's own record has it anyway, and its table decides */
    if (!fields->stream->is_owned || stream_schema_at(fields->stream, ACCOUNT_KEY))
        return true;
    fields->account = add_field(fields, ACCOUNT_KEY, false, error);
    if (fields->account < 0)
        return false;
    fields->rules[fields->account].kinds = 1U << JSON_ABSENT | 1U << JSON_NULL | 1U << JSON_STRING;
    return true;
}

struct stream_fields *stream_fields_new(const struct stream *stream, struct json_paths *paths,
                                        struct error *error)
{
    struct stream_fields *fields = calloc(1, sizeof *fields);

    if (!fields) {
        (void)error_no_memory(error);
        return NULL;
    }
    fields->stream = stream;
    fields->paths = paths;
    fields->account = -1;
    if (add_key(fields, error) && add_full(fields, error) && add_parameters(fields, error) &&
        add_account(fields, error))
        return fields;
    stream_fields_free(fields);
    return NULL;
}

void stream_fields_free(struct stream_fields *fields)
{
    if (!fields)
        return;
    free(fields->fields);
    free(fields->rules);
    free(fields);
}

int stream_fields_find(const struct stream_fields *fields, const char *path)
{
    for (size_t i = 0; i < fields->count; i++)
        if (strcmp(fields->rules[i].name, path) == 0)
            return (int)i;
    return -1;
}

int stream_fields_account(const struct stream_fields *fields)
{
    return fields->account;
}

const struct record_field *stream_fields_list(const struct stream_fields *fields, size_t *count)
{
    *count = fields->count;
    return fields->fields;
}

static bool no_field(const struct stream_fields *fields, size_t number, struct error *error)
{
    return error_set(error, EX_DATAERR, "the record has no %s", fields->rules[number].name);
}

bool stream_fields_read_key(const struct stream_fields *fields, uint64_t *sort_key,
                            struct error *error)
{
    for (size_t i = 0; i < fields->key_count; i++) {
        size_t number = (size_t)fields->keys[i];
        const struct json_value *key = json_value(fields->paths, fields->fields[number].slot);
        bool is_text = key->kind == JSON_STRING && (key->length > 0 || fields->may_be_empty[i]);
        if (fields->fields[number].is_id ? !is_text || !ids_valid(key->text, key->length)
                                         : !is_text && key->kind != JSON_INTEGER)
            return no_field(fields, number, error);
        if (i == 0 && key->kind == JSON_STRING)
            for (size_t j = 0; j < sizeof *sort_key; j++)
                *sort_key = *sort_key << 8 | (j < key->length ? (unsigned char)key->text[j] : 0);
    }
    return true;
}

bool stream_fields_check_required(const struct stream_fields *fields, struct error *error)
{
    for (size_t i = 0; i < fields->count; i++)
        if (fields->rules[i].required &&
            !json_is_set(json_value(fields->paths, fields->fields[i].slot)))
            return no_field(fields, i, error);
    return true;
}

bool stream_fields_have_types(const struct stream_fields *fields)
{
    const struct json_paths *paths = fields->paths;
    unsigned wrong = 0;

    for (size_t i = 0; i < fields->count; i++) {
        int slot = fields->fields[i].slot;
        unsigned forbidden = ~fields->rules[i].kinds;
        if (json_is_of_element(paths, slot))
            for (size_t j = 0; j < json_count(paths, slot); j++)
                wrong |= forbidden & 1U << json_element(paths, slot, j)->kind;
        else
            wrong |= forbidden & 1U << json_value(paths, slot)->kind;
    }
    return wrong == 0;
}

bool stream_fields_are_full(const struct stream_fields *fields)
{
    bool full = false;

    for (size_t i = 0; !full && i < fields->full_count; i++)
        full = json_is_set(json_value(fields->paths, fields->full_slots[i]));
    return full;
}
