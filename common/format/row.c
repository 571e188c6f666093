#include "format/row.h"

#include "json/json_print.h"

#include <string.h>

/* Whether what begins here is a formula to some spreadsheet; full-width signs count to some. */
static bool is_formula(const char *at, const char *end)
{
    static const char *const wide[] = {"\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d",
                                       "\xef\xbc\xa0"};

    while (at < end && (*at == '"' || *at == '\''))
        at++;
    if (at == end)
        return false;
    if (memchr("=+-@\t\r\n", *at, 7))
        return true;
    for (size_t i = 0; end - at >= 3 && i < sizeof wide / sizeof *wide; i++)
        if (memcmp(at, wide[i], 3) == 0)
            return true;
    return false;
}

static bool append_row_text(const char *text, size_t length, struct buffer *out)
{
    const char *end = text + length;
    bool begins = true; /* a cell, for some reader */

    for (const char *at = text; at < end; at++) {
        if ((begins && is_formula(at, end) && !buffer_append(out, "'", 1)) ||
            (*at == '"' && !buffer_append(out, "\"", 1)) || !buffer_append(out, at, 1))
            return false;
        begins = *at == ',' || *at == ';' || *at == '\t' || *at == '\r' || *at == '\n';
    }
    return true;
}

static bool append_cell(jv cell, struct buffer *out)
{
    if (jv_get_kind(cell) == JV_KIND_STRING)
        return append_row_text(jv_string_value(cell), (size_t)jv_string_length_bytes(jv_copy(cell)),
                               out);
    return jv_get_kind(cell) == JV_KIND_NULL || json_print(cell, out);
}

bool row_append(jv cells, char separator, struct buffer *out)
{
    int count = jv_array_length(jv_copy(cells));
    bool done = true;

    for (int i = 0; done && i < count; i++) {
        jv cell = jv_array_get(jv_copy(cells), i);
        done = (i == 0 || buffer_append(out, &separator, 1)) && buffer_append(out, "\"", 1) &&
               append_cell(cell, out) && buffer_append(out, "\"", 1);
        jv_free(cell);
    }
    return done;
}
