#include "json_lines.h"
#include "base/buffer.h"
#include "base/output.h"
#include "page/rows.h"
#include "json/json_string.h"

#include <string.h>

static bool append_without_tags(struct buffer *line, const char *json, size_t length)
{
    const char *end = json + length;

    while (json < end) {
        const char *sign = memchr(json, '<', (size_t)(end - json));
        const char *stop = sign ? sign : end;

        if (!buffer_append(line, json, (size_t)(stop - json)) ||
            (sign && !buffer_append_string(line, "\\u003c")))
            return false;
        json = sign ? sign + 1 : end;
    }
    return true;
}

/* Prints a piece, with a comma before it unless it is the first one, and its name if it has one. */
static bool print_piece(struct json_lines *lines, const char *name, const char *json, size_t length,
                        struct error *error)
{
    struct buffer line = {0};
    bool done = (!lines->has_member || buffer_append(&line, ",", 1)) &&
                (!name || buffer_append_format(&line, "\"%s\":", name)) &&
                append_without_tags(&line, json, length);

    done = done ? output_line(line.bytes, line.length, error) : error_no_memory(error);
    lines->has_member = true;
    buffer_free(&line);
    return done;
}

bool json_lines_open(struct json_lines *lines, const char *name, char bracket, struct error *error)
{
    bool done = print_piece(lines, name, &bracket, 1, error);

    lines->has_member = false;
    return done;
}

bool json_lines_close(struct json_lines *lines, char bracket, struct error *error)
{
    lines->has_member = true;
    return output_line(&bracket, 1, error);
}

bool json_lines_member(struct json_lines *lines, const char *name, const char *json, size_t length,
                       struct error *error)
{
    return print_piece(lines, name, json, length, error);
}

bool json_lines_text(struct json_lines *lines, const char *name, const char *text,
                     struct error *error)
{
    struct buffer value = {0};
    bool done =
        text ? json_quote(text, strlen(text), &value) : buffer_append_string(&value, "null");

    done =
        done ? print_piece(lines, name, value.bytes, value.length, error) : error_no_memory(error);
    buffer_free(&value);
    return done;
}

bool json_lines_take_row(void *lines, sqlite3_stmt *statement, struct error *error)
{
    struct buffer row = {0};
    bool done = rows_object(&row, statement)
                    ? print_piece(lines, NULL, row.bytes, row.length, error)
                    : error_no_memory(error);

    buffer_free(&row);
    return done;
}

bool json_lines_take_text(void *lines, sqlite3_stmt *statement, struct error *error)
{
    const char *text = (const char *)sqlite3_column_text(statement, 0);

    return !text ||
           print_piece(lines, NULL, text, (size_t)sqlite3_column_bytes(statement, 0), error);
}
