#include "messages.h"
#include "output.h"
#include "streams.h"
#include "timestamp.h"

#include <string.h>

bool messages_print_schema(const char *stream, struct error *error)
{
    const char *schema = stream_schema(stream);

    if (!schema)
        return error_set(error, EX_SOFTWARE, "there is no stream %s", stream);
    return output_line(schema, strlen(schema), error);
}

bool messages_print(struct shape *shape, jv input, const char *what, int64_t *printed,
                    struct error *error)
{
    char reason[200];
    jv message;

    *printed = 0;
    if (!shape_start(shape, input, error))
        return false;
    while (jv_is_valid(message = shape_next(shape, reason, sizeof reason))) {
        jv line = jv_dump_string(message, 0);
        bool taken = output_line(jv_string_value(line),
                                 (size_t)jv_string_length_bytes(jv_copy(line)), error);
        jv_free(line);
        if (!taken)
            return false;
        ++*printed;
    }
    jv_free(message);
    if (*reason)
        return error_set(error, EX_PROTOCOL, "%s answered with nonsense: %s", what, reason);
    return true;
}

bool messages_limited(const char *endpoint, int64_t reset_at, struct error *error)
{
    char text[TIMESTAMP_TEXT];

    timestamp_format_seconds(reset_at + TIMESTAMP_SECOND - 1, text);
    return error_set(error, EXIT_LIMITED, "the limit for %s is reached; try again at %s", endpoint,
                     text);
}
