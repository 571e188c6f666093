#define _XOPEN_SOURCE 700 /* wcwidth */
#include "table/shown_text.h"

#include <locale.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>

enum { REPLACEMENT = 0xfffd, EMOJI_STYLE = 0xfe0f };

/* Reads the first character of a text that is not empty, and sets *size to its bytes. What is not
 * UTF-8 is a U+FFFD of one byte. */
static uint32_t read_character(const char *text, size_t *size)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *bytes = (const unsigned char *)text;
    size_t count = *bytes < 0x80   ? 1
                   : *bytes < 0xc2 ? 0
                   : *bytes < 0xe0 ? 2
                   : *bytes < 0xf0 ? 3
                   : *bytes < 0xf5 ? 4
                                   : 0;
    uint32_t code = count == 1 ? *bytes : *bytes & (0x7fU >> count);

    *size = 1;
    for (size_t i = 1; i < count; i++) {
        if ((bytes[i] & 0xc0) != 0x80)
            return REPLACEMENT;
        code = code << 6 | (bytes[i] & 0x3fU);
    }
    if (count == 0 || code < least[count] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
        return REPLACEMENT;
    *size = count;
    return code;
}

static bool is_obeyed(uint32_t code)
{
    return code < ' ' || (code >= 0x7f && code < 0xa0) || code == 0x061c || code == 0x200e ||
           code == 0x200f || (code >= 0x2028 && code <= 0x202e) ||
           (code >= 0x2066 && code <= 0x2069);
}

bool shown_text_append(struct buffer *out, const char *text)
{
    size_t size;

    for (; *text; text += size) {
        uint32_t code = read_character(text, &size);
        bool done = code == '\t' || code == '\n' || code == '\r' ? buffer_append(out, " ", 1)
                    : is_obeyed(code)                            ? buffer_append(out, "?", 1)
                    : code == REPLACEMENT ? buffer_append_string(out, "\xef\xbf\xbd")
                                          : buffer_append(out, text, size);
        if (!done)
            return false;
    }
    return true;
}

/* The columns of a character, by the tables of a locale that has all of Unicode. */
static size_t character_columns(uint32_t code)
{
    static locale_t unicode;
    locale_t own;
    int columns;

    if (code < 0x7f)
        return 1;
    if (!unicode)
        unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    if (!unicode)
        return 1;
    own = uselocale(unicode);
    columns = wcwidth((wchar_t)code);
    (void)uselocale(own);
    return columns < 0 ? 1 : (size_t)columns;
}

size_t shown_text_columns(const char *text, size_t most, size_t *bytes)
{
    size_t total = 0, before = 0, size;

    for (*bytes = 0; text[*bytes]; *bytes += size) {
        uint32_t code = read_character(text + *bytes, &size);
        /* It makes the sign before it a wide picture. */
        size_t columns = code == EMOJI_STYLE ? (before == 1 ? 1 : 0) : character_columns(code);

        if (total + columns > most)
            break;
        total += columns;
        before = columns;
    }
    return total;
}
