#include "scanner.h"
#include "base/timestamp.h"
#include "kept.h"
#include "singer/streams.h"
#include "json/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_KEYS = 4, LONGEST_NAME = 32 };

/* What a value has to be by the stream's schema. */
struct rule {
    unsigned kinds; /* a bit for each enum json_kind that it may be of */
    bool needed;
    char name[LONGEST_NAME];
};

/* What is asked of a stream's records. */
struct records {
    struct kept_slot *slots; /* the values in the order in which they were asked for */
    struct rule *rules;      /* of each */
    size_t count;
    int keys[MOST_KEYS]; /* numbers of values */
    size_t key_count;
    bool doubted;
};

struct scanner {
    struct json_paths *paths;
    int type, stream, value, record, time_extracted, deleted_at; /* slots */
    struct records *records;                                     /* of each stream */
    int stream_count;
};

/* Preparing */

/* The kinds of value that a stream's schema allows at a path in a record: none if it says nothing,
 * any for an index or a number of elements. */
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

/* Makes room for one more value. */
static bool reserve_value(struct records *records, struct error *error)
{
    struct kept_slot *slots = realloc(records->slots, (records->count + 1) * sizeof *slots);
    struct rule *rules;

    if (!slots)
        return error_no_memory(error);
    records->slots = slots;
    rules = realloc(records->rules, (records->count + 1) * sizeof *rules);
    if (!rules)
        return error_no_memory(error);
    records->rules = rules;
    return true;
}

int scanner_ask(struct scanner *scanner, int stream, const char *path, bool digested,
                struct error *error)
{
    struct records *records = &scanner->records[stream];
    int slot = json_paths_add(scanner->paths, path, error);
    struct rule rule = {0};
    size_t number = 0;

    if (slot < 0)
        return -1;
    while (number < records->count && records->slots[number].slot != slot)
        number++;
    if (number == records->count) {
        if (!reserve_value(records, error))
            return -1;
        path += strlen("record.");
        rule.kinds = allowed_kinds(&streams[stream], path);
        (void)snprintf(rule.name, sizeof rule.name, "%s", path);
        records->slots[number] = (struct kept_slot){.slot = slot};
        records->rules[number] = rule;
        records->count++;
    }
    records->slots[number].digested = records->slots[number].digested || digested;
    return (int)number;
}

void scanner_need(struct scanner *scanner, int stream, int value)
{
    scanner->records[stream].rules[value].needed = true;
}

void scanner_doubt(struct scanner *scanner, int stream)
{
    scanner->records[stream].doubted = true;
}

static bool ask_for_key(struct scanner *scanner, int stream, struct error *error)
{
    struct records *records = &scanner->records[stream];
    char path[LONGEST_NAME + sizeof "record."];

    for (const char *const *name = streams[stream].key; *name; name++) {
        if (records->key_count == MOST_KEYS)
            return error_set(error, EX_SOFTWARE, "the stream %s has too many keys",
                             streams[stream].name);
        (void)snprintf(path, sizeof path, "record.%s", *name);
        records->keys[records->key_count] = scanner_ask(scanner, stream, path, false, error);
        if (records->keys[records->key_count++] < 0)
            return false;
    }
    return true;
}

struct scanner *scanner_open(struct error *error)
{
    struct scanner *scanner = calloc(1, sizeof *scanner);
    const struct {
        const char *path;
        int *slot;
    } members[] = {
        {"type", scanner ? &scanner->type : NULL},
        {"stream", scanner ? &scanner->stream : NULL},
        {"value", scanner ? &scanner->value : NULL},
        {"record", scanner ? &scanner->record : NULL},
        {"time_extracted", scanner ? &scanner->time_extracted : NULL},
        {"record._sdc_deleted_at", scanner ? &scanner->deleted_at : NULL},
    };

    if (!scanner) {
        (void)error_no_memory(error);
        return NULL;
    }
    while (streams[scanner->stream_count].name)
        scanner->stream_count++;
    scanner->paths = json_paths_new(error);
    scanner->records = calloc((size_t)scanner->stream_count, sizeof *scanner->records);
    if (!scanner->paths || !scanner->records) {
        (void)error_no_memory(error);
        goto failed;
    }
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        *members[i].slot = json_paths_add(scanner->paths, members[i].path, error);
        if (*members[i].slot < 0)
            goto failed;
    }
    for (int i = 0; i < scanner->stream_count; i++)
        if (!ask_for_key(scanner, i, error))
            goto failed;
    return scanner;
failed:
    scanner_close(scanner);
    return NULL;
}

void scanner_close(struct scanner *scanner)
{
    if (!scanner)
        return;
    for (int i = 0; scanner->records && i < scanner->stream_count; i++) {
        free(scanner->records[i].slots);
        free(scanner->records[i].rules);
    }
    free(scanner->records);
    json_paths_free(scanner->paths);
    free(scanner);
}

/* Reading */

static bool is_set(const struct json_value *value)
{
    return value->kind != JSON_ABSENT && value->kind != JSON_NULL;
}

static bool read_time(const struct json_value *value, const char *name, int64_t *time,
                      struct error *error)
{
    if (value->kind == JSON_STRING && timestamp_parse(value->text, value->length, time))
        return true;
    return error_set(error, EX_DATAERR, "%s is not a time: %.*s", name,
                     (int)(value->raw_length < 60 ? value->raw_length : 60), value->raw);
}

static bool read_times(const struct scanner *scanner, struct message *message, struct error *error)
{
    const struct json_value *extracted = json_value(scanner->paths, scanner->time_extracted);
    const struct json_value *deleted = json_value(scanner->paths, scanner->deleted_at);

    message->deleted = is_set(deleted);
    if (message->deleted && !read_time(deleted, "_sdc_deleted_at", &message->deleted_time, error))
        return false;
    message->time = message->deleted_time;
    return !is_set(extracted) || read_time(extracted, "time_extracted", &message->time, error);
}

static bool read_keys(const struct scanner *scanner, struct message *message, struct error *error)
{
    const struct records *records = &scanner->records[message->stream];

    for (size_t i = 0; i < records->key_count; i++) {
        const struct json_value *key =
            json_value(scanner->paths, records->slots[records->keys[i]].slot);
        if ((key->kind != JSON_STRING || key->length == 0) && key->kind != JSON_INTEGER)
            return error_set(error, EX_DATAERR, "the record has no %s",
                             records->rules[records->keys[i]].name);
        if (i == 0 && key->kind == JSON_STRING)
            for (size_t j = 0; j < sizeof message->key; j++)
                message->key =
                    message->key << 8 | (j < key->length ? (unsigned char)key->text[j] : 0);
    }
    return true;
}

static bool has_what_is_needed(const struct scanner *scanner, int stream, struct error *error)
{
    const struct records *records = &scanner->records[stream];

    for (size_t i = 0; i < records->count; i++)
        if (records->rules[i].needed && !is_set(json_value(scanner->paths, records->slots[i].slot)))
            return error_set(error, EX_DATAERR, "the record has no %s", records->rules[i].name);
    return true;
}

static bool is_typed(const struct scanner *scanner, int stream)
{
    const struct records *records = &scanner->records[stream];
    unsigned wrong = records->doubted;

    for (size_t i = 0; i < records->count; i++) {
        int slot = records->slots[i].slot;
        unsigned forbidden = ~records->rules[i].kinds;
        if (json_is_of_element(scanner->paths, slot))
            for (size_t j = 0; j < json_count(scanner->paths, slot); j++)
                wrong |= forbidden & 1U << json_element(scanner->paths, slot, j)->kind;
        else
            wrong |= forbidden & 1U << json_value(scanner->paths, slot)->kind;
    }
    return wrong == 0;
}

static bool read_record(const struct scanner *scanner, struct message *message, struct error *error)
{
    const struct json_value *name = json_value(scanner->paths, scanner->stream);

    if (json_value(scanner->paths, scanner->record)->kind != JSON_OBJECT)
        return error_set(error, EX_DATAERR, "the RECORD has no record");
    message->kind = MESSAGE_UNKNOWN_STREAM;
    for (int i = 0; i < scanner->stream_count; i++)
        if (json_is(name, streams[i].name)) {
            message->kind = MESSAGE_RECORD;
            message->stream = i;
            message->typed = is_typed(scanner, i);
            return read_keys(scanner, message, error) && read_times(scanner, message, error) &&
                   (message->deleted || has_what_is_needed(scanner, i, error));
        }
    return true;
}

static bool read_message(const struct scanner *scanner, const char *line, size_t length,
                         struct message *message, struct error *error)
{
    const struct json_value *type = json_value(scanner->paths, scanner->type);
    const struct json_value *stream = json_value(scanner->paths, scanner->stream);

    if (!json_scan(scanner->paths, line, length, error))
        return false;
    if (type->kind != JSON_STRING)
        return error_set(error, EX_DATAERR, "not a message: it has no type");
    if (json_is(type, "STATE")) {
        message->kind = MESSAGE_STATE;
        return is_set(json_value(scanner->paths, scanner->value)) ||
               error_set(error, EX_DATAERR, "the STATE has no value");
    }
    if (!json_is(type, "RECORD") && !json_is(type, "SCHEMA") && !json_is(type, "ACTIVATE_VERSION"))
        return error_set(error, EX_DATAERR, "there is no message of type %.*s",
                         (int)(type->raw_length < 60 ? type->raw_length : 60), type->raw);
    if (stream->kind != JSON_STRING)
        return error_set(error, EX_DATAERR, "the %.*s has no stream", (int)type->length,
                         type->text);
    message->kind = MESSAGE_OTHER;
    return !json_is(type, "RECORD") || read_record(scanner, message, error);
}

bool scanner_take(struct scanner *scanner, const char *line, size_t length, struct message *message,
                  struct buffer *kept)
{
    const struct json_value *stream = json_value(scanner->paths, scanner->stream);
    struct error error;

    *message = (struct message){0};
    if (!read_message(scanner, line, length, message, &error)) {
        message->kind = MESSAGE_BAD;
        return error.status == EX_DATAERR && buffer_append_string(kept, error.text);
    }
    switch (message->kind) {
    case MESSAGE_RECORD:
        return kept_append(scanner->paths, scanner->records[message->stream].slots,
                           scanner->records[message->stream].count, kept);
    case MESSAGE_UNKNOWN_STREAM:
        return buffer_append(kept, stream->text, stream->length);
    case MESSAGE_STATE:
        return buffer_append(kept, line, length);
    default:
        return true;
    }
}
