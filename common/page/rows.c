#include "page/rows.h"
#include "format/cell.h"
#include "json/json_string.h"

#include <math.h>
#include <string.h>

static bool is_hidden(const char *name)
{
    size_t length = strlen(name);

    return length > 4 && strcmp(name + length - 4, "_key") == 0;
}

static bool append_numeric(struct buffer *out, sqlite3_stmt *statement, int column)
{
    double number;

    if (sqlite3_column_type(statement, column) == SQLITE_INTEGER)
        return buffer_append_format(out, "%lld",
                                    (long long)sqlite3_column_int64(statement, column));
    number = sqlite3_column_double(statement, column);
    return isfinite(number) ? buffer_append_format(out, "%.10g", number)
                            : buffer_append_string(out, "null");
}

static bool append_column(struct buffer *out, sqlite3_stmt *statement, int column)
{
    const char *text;

    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_NULL:
        return buffer_append_string(out, "null");
    case SQLITE_INTEGER:
    case SQLITE_FLOAT:
        return append_numeric(out, statement, column);
    default:
        text = (const char *)sqlite3_column_text(statement, column);
        return text && json_quote(text, (size_t)sqlite3_column_bytes(statement, column), out);
    }
}

bool rows_object(struct buffer *out, sqlite3_stmt *statement)
{
    const char *separator = "{";

    for (int i = 0; i < sqlite3_column_count(statement); i++) {
        const char *name = sqlite3_column_name(statement, i);

        if (!name)
            return false;
        if (is_hidden(name))
            continue;
        if (!buffer_append_string(out, separator) || !json_quote(name, strlen(name), out) ||
            !buffer_append(out, ":", 1) || !append_column(out, statement, i))
            return false;
        separator = ",";
    }
    return buffer_append_string(out, *separator == '{' ? "{}" : "}");
}

static bool append_field(struct buffer *out, const char *text, size_t length)
{
    struct buffer cell = {0};
    bool done = cell_append(text, length, &cell) && buffer_append(out, "\"", 1) &&
                utf8_repair(cell.bytes, cell.length, out) && buffer_append(out, "\"", 1);

    buffer_free(&cell);
    return done;
}

static bool append_csv_line(struct buffer *out, sqlite3_stmt *statement, bool names)
{
    const char *separator = "";

    for (int i = 0; i < sqlite3_column_count(statement); i++) {
        const char *text = sqlite3_column_name(statement, i);

        if (!text)
            return false;
        if (is_hidden(text))
            continue;
        if (!buffer_append_string(out, separator))
            return false;
        separator = ",";
        if (names) {
            if (!buffer_append_string(out, text))
                return false;
            continue;
        }
        switch (sqlite3_column_type(statement, i)) {
        case SQLITE_NULL:
            break;
        case SQLITE_INTEGER:
        case SQLITE_FLOAT:
            if (!append_numeric(out, statement, i))
                return false;
            break;
        default:
            text = (const char *)sqlite3_column_text(statement, i);
            if (!text || !append_field(out, text, (size_t)sqlite3_column_bytes(statement, i)))
                return false;
        }
    }
    return buffer_append_string(out, "\r\n");
}

bool rows_csv_header(struct buffer *out, sqlite3_stmt *statement)
{
    return append_csv_line(out, statement, true);
}

bool rows_csv(struct buffer *out, sqlite3_stmt *statement)
{
    return append_csv_line(out, statement, false);
}
