#include "page/json_text.h"

#include <string.h>

#define REPLACEMENT "\xef\xbf\xbd"

/* The length of the UTF-8 character at the start of `text`; 0 if there is none. */
static size_t character_length(const unsigned char *text, size_t length)
{
    static const struct {
        unsigned char mask, lead, least, most; /* least and most: of the second byte */
    } forms[] = {{0xff, 0xe0, 0xa0, 0xbf}, {0xff, 0xed, 0x80, 0x9f}, {0xff, 0xf0, 0x90, 0xbf},
                 {0xff, 0xf4, 0x80, 0x8f}, {0xe0, 0xc0, 0x80, 0xbf}, {0xf0, 0xe0, 0x80, 0xbf},
                 {0xf8, 0xf0, 0x80, 0xbf}};
    size_t size;

    if (text[0] < 0x80)
        return 1;
    if (text[0] < 0xc2 || text[0] > 0xf4)
        return 0;
    size = text[0] < 0xe0 ? 2 : text[0] < 0xf0 ? 3 : 4;
    if (size > length)
        return 0;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if ((text[0] & forms[i].mask) == forms[i].lead) {
            if (text[1] < forms[i].least || text[1] > forms[i].most)
                return 0;
            break;
        }
    for (size_t i = 2; i < size; i++)
        if ((text[i] & 0xc0) != 0x80)
            return 0;
    return size;
}

static bool append_special(struct buffer *out, unsigned char c)
{
    static const char plain[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
    const char *found = c ? strchr(plain, c) : NULL;

    if (found)
        return buffer_append(out, "\\", 1) && buffer_append(out, &letters[found - plain], 1);
    return buffer_append_format(out, "\\u%04x", c);
}

static bool append_repaired(struct buffer *out, const char *text, size_t length, bool escapes)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t begin = 0, i = 0;

    while (i < length) {
        size_t size = character_length(bytes + i, length - i);
        bool is_special =
            escapes && (bytes[i] < 0x20 || bytes[i] == '"' || bytes[i] == '\\' || bytes[i] == 0x7f);

        if (size > 0 && !is_special) {
            i += size;
            continue;
        }
        if (!buffer_append(out, text + begin, i - begin) ||
            !(size > 0 ? append_special(out, bytes[i]) : buffer_append_string(out, REPLACEMENT)))
            return false;
        begin = ++i;
    }
    return buffer_append(out, text + begin, length - begin);
}

bool json_text(struct buffer *out, const char *text, size_t length)
{
    return buffer_append(out, "\"", 1) && append_repaired(out, text, length, true) &&
           buffer_append(out, "\"", 1);
}

bool json_text_repair(struct buffer *out, const char *text, size_t length)
{
    return append_repaired(out, text, length, false);
}
