#include "parser.h"
#include "base/timestamp.h"
#include "singer/streams.h"
#include "json/json.h"

#include <stdlib.h>

/* What a sentence quotes of a line, in bytes. */
enum { LONGEST_QUOTE = 60 };

struct parser {
    struct json_paths *paths;
    int type, stream, value, record, time_extracted, deleted_at; /* slots */
    int stream_count;
    struct stream_fields **fields; /* of each stream; NULL: none of its records has come */
    bool *distrusted;
};

/* Asks for the members that say what a message is. */
static bool add_members(struct parser *parser, struct error *error)
{
    const struct {
        const char *path;
        int *slot;
    } members[] = {
        {"type", &parser->type},
        {"stream", &parser->stream},
        {"value", &parser->value},
        {"record", &parser->record},
        {"time_extracted", &parser->time_extracted},
        {"record._sdc_deleted_at", &parser->deleted_at},
    };

    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        *members[i].slot = json_paths_add(parser->paths, members[i].path, error);
        if (*members[i].slot < 0)
            return false;
    }
    return true;
}

struct parser *parser_open(struct error *error)
{
    struct parser *parser = calloc(1, sizeof *parser);

    if (!parser)
        goto no_memory;
    while (streams[parser->stream_count].name)
        parser->stream_count++;
    parser->fields = calloc((size_t)parser->stream_count, sizeof(struct stream_fields *));
    parser->distrusted = calloc((size_t)parser->stream_count, sizeof *parser->distrusted);
    if (!parser->fields || !parser->distrusted)
        goto no_memory;
    parser->paths = json_paths_new(error);
    if (!parser->paths || !add_members(parser, error))
        goto failed;
    return parser;
no_memory:
    (void)error_no_memory(error);
failed:
    parser_close(parser);
    return NULL;
}

void parser_close(struct parser *parser)
{
    if (!parser)
        return;
    for (int i = 0; parser->fields && i < parser->stream_count; i++)
        stream_fields_free(parser->fields[i]);
    free(parser->fields);
    free(parser->distrusted);
    json_paths_free(parser->paths);
    free(parser);
}

const struct stream_fields *parser_fields(const struct parser *parser, int stream)
{
    return parser->fields[stream];
}

void parser_distrust(struct parser *parser, int stream)
{
    parser->distrusted[stream] = true;
}

static int quoted_length(const struct json_value *value)
{
    return value->raw_length < LONGEST_QUOTE ? (int)value->raw_length : LONGEST_QUOTE;
}

static bool parse_time(const struct json_value *value, const char *name, int64_t *time,
                       struct error *error)
{
    if (value->kind == JSON_STRING && timestamp_parse(value->text, value->length, time))
        return true;
    return error_set(error, EX_DATAERR, "%s is not a time: %.*s", name, quoted_length(value),
                     value->raw);
}

static bool parse_times(const struct parser *parser, struct message *message, struct error *error)
{
    const struct json_value *extracted = json_value(parser->paths, parser->time_extracted);
    const struct json_value *deleted = json_value(parser->paths, parser->deleted_at);

    message->deleted = json_is_set(deleted);
    if (message->deleted && !parse_time(deleted, "_sdc_deleted_at", &message->deleted_time, error))
        return false;
    message->time = message->deleted_time;
    return !json_is_set(extracted) ||
           parse_time(extracted, "time_extracted", &message->time, error);
}

/* Asks for the fields of a stream whose first record this line is, and takes them of it. */
static bool meet_stream(struct parser *parser, int stream, const char *line, size_t length,
                        struct error *error)
{
    parser->fields[stream] = stream_fields_new(&streams[stream], parser->paths, error);
    return parser->fields[stream] && json_scan(parser->paths, line, length, error);
}

static bool parse_record(struct parser *parser, const char *line, size_t length,
                         struct message *message, struct error *error)
{
    const struct json_value *name = json_value(parser->paths, parser->stream);
    const struct stream_fields *fields;
    int stream = 0;

    if (json_value(parser->paths, parser->record)->kind != JSON_OBJECT)
        return error_set(error, EX_DATAERR, "the RECORD has no record");
    while (stream < parser->stream_count && !json_is(name, streams[stream].name))
        stream++;
    if (stream == parser->stream_count) {
        message->kind = MESSAGE_UNKNOWN_STREAM;
        return true;
    }
    if (!parser->fields[stream] && !meet_stream(parser, stream, line, length, error))
        return false;
    fields = parser->fields[stream];
    message->kind = MESSAGE_RECORD;
    message->stream = stream;
    message->valid = !parser->distrusted[stream] && stream_fields_have_types(fields);
    message->full = stream_fields_are_full(fields);
    return stream_fields_read_key(fields, &message->sort_key, error) &&
           parse_times(parser, message, error) &&
           (message->deleted || stream_fields_check_required(fields, error));
}

static bool parse_message(struct parser *parser, const char *line, size_t length,
                          struct message *message, struct error *error)
{
    const struct json_value *type = json_value(parser->paths, parser->type);
    const struct json_value *stream = json_value(parser->paths, parser->stream);

    if (!json_scan(parser->paths, line, length, error))
        return false;
    if (type->kind != JSON_STRING)
        return error_set(error, EX_DATAERR, "not a message: it has no type");
    if (json_is(type, "STATE")) {
        message->kind = MESSAGE_STATE;
        return json_is_set(json_value(parser->paths, parser->value)) ||
               error_set(error, EX_DATAERR, "the STATE has no value");
    }
    if (!json_is(type, "RECORD") && !json_is(type, "SCHEMA") && !json_is(type, "ACTIVATE_VERSION"))
        return error_set(error, EX_DATAERR, "unknown message type %.*s", quoted_length(type),
                         type->raw);
    if (stream->kind != JSON_STRING)
        return error_set(error, EX_DATAERR, "the %.*s has no stream", (int)type->length,
                         type->text);
    message->kind = MESSAGE_OTHER;
    return !json_is(type, "RECORD") || parse_record(parser, line, length, message, error);
}

bool parser_parse(struct parser *parser, const char *line, size_t length, struct message *message,
                  struct buffer *to, struct error *error)
{
    const struct json_value *stream;
    const struct record_field *fields;
    struct error reason;
    bool done = true;
    size_t count;

    *message = (struct message){0};
    if (!parse_message(parser, line, length, message, &reason)) {
        if (reason.status != EX_DATAERR)
            return error_set(error, reason.status, "%s", reason.text);
        message->kind = MESSAGE_BAD;
    }
    switch (message->kind) {
    case MESSAGE_RECORD:
        fields = stream_fields_list(parser->fields[message->stream], &count);
        done = record_append(parser->paths, fields, count, to);
        break;
    case MESSAGE_UNKNOWN_STREAM:
        stream = json_value(parser->paths, parser->stream);
        done = buffer_append(to, stream->text, stream->length);
        break;
    case MESSAGE_STATE:
        done = buffer_append(to, line, length);
        break;
    case MESSAGE_BAD:
        done = buffer_append_string(to, reason.text);
        break;
    default:
        break;
    }
    return done || error_no_memory(error);
}
