#include "record_text.h"

#include <string.h>

bool record_text_append(struct buffer *line, const char *json, size_t length)
{
    const char *end = json + length, *delete;

    for (; (delete = memchr(json, '\x7f', (size_t)(end - json))); json = delete + 1)
        if (!buffer_append(line, json, (size_t)(delete - json)) ||
            !buffer_append_string(line, "\\u007f"))
            return false;
    return buffer_append(line, json, (size_t)(end - json));
}
