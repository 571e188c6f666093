#include "format/cell.h"

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

bool cell_append(const char *text, size_t length, struct buffer *out)
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
