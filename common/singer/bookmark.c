#include "singer/bookmark.h"
#include "base/output.h"
#include "base/timestamp.h"
#include "json/json_string.h"

#include <string.h>

static bool append_number(struct buffer *out, const char *name, int64_t number)
{
    return buffer_append_format(out, "\"%s\":%lld,", name, (long long)number);
}

static bool append_quota(struct buffer *out, const struct bookmark_quota *quota)
{
    char began_at[TIMESTAMP_TEXT], ends_at[TIMESTAMP_TEXT];

    timestamp_format_seconds(quota->began_at, began_at);
    timestamp_format_seconds(quota->ends_at + TIMESTAMP_SECOND - 1, ends_at);
    return buffer_append_format(out, ",\"quota\":{\"endpoint\":\"%s\",", quota->endpoint) &&
           append_number(out, "ids_per_call", quota->ids_per_call) &&
           append_number(out, "calls", quota->calls) &&
           (quota->budget < 0 || append_number(out, "budget", quota->budget)) &&
           buffer_append_format(out, "\"began_at\":\"%s\",\"ends_at\":\"%s\"}", began_at, ends_at);
}

bool bookmark_format(const struct bookmark *bookmark, struct buffer *out)
{
    char reset_at[TIMESTAMP_TEXT];

    /* a limit ends within this second, so the next one is when to try again */
    timestamp_format_seconds(bookmark->reset_at + TIMESTAMP_SECOND - 1, reset_at);
    return buffer_append_string(out, "{") &&
           (bookmark->offset < 0 || append_number(out, "offset", bookmark->offset)) &&
           (bookmark->total < 0 || append_number(out, "total", bookmark->total)) &&
           append_number(out, "processed", bookmark->processed) &&
           append_number(out, "requests", bookmark->requests) &&
           (bookmark->bytes_total <= 0 ||
            (append_number(out, "bytes", bookmark->bytes) &&
             append_number(out, "bytes_total", bookmark->bytes_total))) &&
           buffer_append_format(out, "\"has_more\":%s", bookmark->has_more ? "true" : "false") &&
           (!bookmark->reading ||
            buffer_append_format(out, ",\"reading\":%s", bookmark->reading)) &&
           (!bookmark->quota || append_quota(out, bookmark->quota)) &&
           (!bookmark->reset_at ||
            buffer_append_format(out, ",\"rate_limited\":true,\"reset_at\":\"%s\"", reset_at)) &&
           (!bookmark->error || (buffer_append_string(out, ",\"error\":") &&
                                 json_quote(bookmark->error, strlen(bookmark->error), out))) &&
           buffer_append_string(out, "}");
}

bool bookmarks_print(const char *const *streams, const struct bookmark *bookmarks, size_t count,
                     struct error *error)
{
    struct buffer line = {0};
    bool printed = buffer_append_string(&line, "{\"type\":\"STATE\",\"value\":{\"bookmarks\":{");

    for (size_t i = 0; printed && i < count; i++)
        printed = buffer_append_format(&line, "%s\"%s\":", i ? "," : "", streams[i]) &&
                  bookmark_format(&bookmarks[i], &line);
    printed = printed && buffer_append_string(&line, "}}}")
                  ? output_line(line.bytes, line.length, error) && output_flush(error)
                  : error_no_memory(error);
    buffer_free(&line);
    return printed;
}

bool bookmark_print(const char *stream, const struct bookmark *bookmark, struct error *error)
{
    return bookmarks_print(&stream, bookmark, 1, error);
}

void bookmarks_print_failure(const char *const *streams, struct bookmark *bookmarks, size_t count,
                             size_t failed, const struct error *error)
{
    struct error unprinted;

    if (output_has_failed())
        return;
    bookmarks[failed].reset_at = error->reset_at;
    bookmarks[failed].error = error->reset_at ? NULL : error->text;
    (void)bookmarks_print(streams, bookmarks, count, &unprinted);
}

void bookmark_print_failure(const char *stream, struct bookmark *bookmark,
                            const struct error *error)
{
    bookmarks_print_failure(&stream, bookmark, 1, 0, error);
}
