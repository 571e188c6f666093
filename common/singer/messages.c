#include "singer/messages.h"
#include "base/buffer.h"
#include "base/ids.h"
#include "base/output.h"
#include "base/timestamp.h"
#include "singer/streams.h"
#include "json/json_print.h"

#include <stdio.h>
#include <string.h>

/* Most lines are shorter, so that their memory is taken once. */
enum { USUAL_LINE = 4096 };

bool messages_print_schema(const char *stream, struct error *error)
{
    const struct stream *known = stream_find(stream);

    if (!known)
        return error_set(error, EX_SOFTWARE, "unknown stream %s", stream);
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

bool messages_print_keyed_deletion(const char *stream, const char *key, int64_t time,
                                   struct error *error)
{
    char time_extracted[TIMESTAMP_TEXT], deleted_at[TIMESTAMP_TEXT];
    struct buffer line = {0};
    bool printed;

    timestamp_format(time, time_extracted);
    timestamp_format_seconds(time, deleted_at);
    printed = buffer_append_format(&line,
                                   "{\"type\":\"RECORD\",\"stream\":\"%s\",\"record\":{%s,"
                                   "\"_sdc_deleted_at\":\"%s\"},\"time_extracted\":\"%s\"}",
                                   stream, key, deleted_at, time_extracted)
                  ? output_line(line.bytes, line.length, error)
                  : error_no_memory(error);
    buffer_free(&line);
    return printed;
}

bool messages_print_deletion(const char *stream, const char *id, int64_t time, struct error *error)
{
    char key[IDS_LONGEST + sizeof "\"id\":\"\""];

    (void)snprintf(key, sizeof key, "\"id\":\"%s\"", id);
    return messages_print_keyed_deletion(stream, key, time, error);
}
