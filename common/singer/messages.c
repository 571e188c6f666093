#include "singer/messages.h"
#include "base/buffer.h"
#include "base/ids.h"
#include "base/output.h"
#include "base/timestamp.h"
#include "singer/account_key.h"
#include "singer/streams.h"
#include "json/json_edit.h"
#include "json/json_print.h"

#include <stdio.h>
#include <string.h>

/* Most lines are shorter, so that their memory is taken once. */
enum { USUAL_LINE = 4096 };

static bool print_keyed_schema(const char *stream, struct error *error)
{
    struct buffer line = {0};
    bool printed =
        account_key_schema(stream, &line, error) && output_line(line.bytes, line.length, error);

    buffer_free(&line);
    return printed;
}

bool messages_print_schema(const struct messages *messages, const char *stream, struct error *error)
{
    const struct stream *known = stream_find(stream);

    if (!known)
        return error_set(error, EX_SOFTWARE, "unknown stream %s", stream);
    if (messages->account_id && account_key_applies(stream))
        return print_keyed_schema(stream, error);
    return output_line(known->schema_message, strlen(known->schema_message), error);
}

bool messages_print_one(jv message, struct error *error)
{
    struct buffer line = {0};
    bool printed = buffer_reserve(&line, USUAL_LINE) && json_print(message, &line)
                       ? output_line(line.bytes, line.length, error)
                       : error_no_memory(error);

    buffer_free(&line);
    jv_free(message);
    return printed;
}

static bool print_and_count(void *context, jv message, struct error *error)
{
    int64_t *printed = context;

    ++*printed;
    return messages_print_one(message, error);
}

bool messages_print_page(struct shape *shape, const struct shape_page *page, int64_t *printed,
                         struct error *error)
{
    *printed = 0;
    return shape_page_messages(shape, page, print_and_count, printed, error);
}

/* Appends what is known of a key, or else the key alone, and whose it is. */
static bool append_known(const struct messages *messages, const char *stream, const char *key,
                         struct buffer *record, struct error *error)
{
    struct buffer known = {0};
    bool done =
        (!messages->known || known_records_find(messages->known, stream, key, &known, error)) &&
        (known.length > 0 || buffer_append_format(&known, "{%s}", key) || error_no_memory(error));

    if (done && messages->account_id && account_key_applies(stream))
        done = account_key_set(known.bytes, known.length, messages->account_id, record, error);
    else if (done)
        done = buffer_append(record, known.bytes, known.length) || error_no_memory(error);
    buffer_free(&known);
    return done;
}

bool messages_print_keyed_deletion(const struct messages *messages, const char *stream,
                                   const char *key, int64_t time, struct error *error)
{
    static const char *const path[] = {"_sdc_deleted_at"};
    char time_extracted[TIMESTAMP_TEXT], deleted_at[TIMESTAMP_TEXT + 2], seconds[TIMESTAMP_TEXT];
    struct buffer record = {0}, line = {0};
    bool printed;

    timestamp_format(time, time_extracted);
    timestamp_format_seconds(time, seconds);
    (void)snprintf(deleted_at, sizeof deleted_at, "\"%s\"", seconds);
    printed = (buffer_append_format(&line,
                                    "{\"type\":\"RECORD\",\"stream\":\"%s\",\"record\":", stream) ||
               error_no_memory(error)) &&
              append_known(messages, stream, key, &record, error) &&
              json_set(record.bytes, record.length, path, 1, deleted_at, &line, error) &&
              (buffer_append_format(&line, ",\"time_extracted\":\"%s\"}", time_extracted) ||
               error_no_memory(error)) &&
              output_line(line.bytes, line.length, error);
    buffer_free(&record);
    buffer_free(&line);
    return printed;
}

bool messages_print_deletion(const struct messages *messages, const char *stream, const char *id,
                             int64_t time, struct error *error)
{
    char key[IDS_LONGEST + sizeof "\"id\":\"\""];

    (void)snprintf(key, sizeof key, "\"id\":\"%s\"", id);
    return messages_print_keyed_deletion(messages, stream, key, time, error);
}
