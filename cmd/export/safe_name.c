#include "safe_name.h"

#include <locale.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <wctype.h>

enum { LONGEST = 200, NO_CHARACTER = '_' };

/* Takes a character of UTF-8 off the text; 0 for a byte that begins none. */
static uint32_t next_character(const char **text)
{
    const unsigned char *at = (const unsigned char *)*text;
    int more = *at >= 0xf0 ? 3 : *at >= 0xe0 ? 2 : *at >= 0xc2 ? 1 : 0;
    uint32_t character = more ? *at & (0x3fU >> more) : *at;

    (*text)++;
    if (*at >= 0x80 && (more == 0 || *at > 0xf4))
        return 0;
    for (int i = 1; i <= more; i++) {
        if ((at[i] & 0xc0) != 0x80)
            return 0;
        character = character << 6 | (at[i] & 0x3f);
    }
    *text += more;
    return character;
}

static bool append_character(struct buffer *out, uint32_t character)
{
    char bytes[4];
    size_t length = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;

    if (length == 1)
        return bytes[0] = (char)character, buffer_append(out, bytes, 1);
    for (size_t i = length; i-- > 1; character >>= 6)
        bytes[i] = (char)(0x80 | (character & 0x3f));
    bytes[0] = (char)((0xf00U >> length & 0xf0) | character);
    return buffer_append(out, bytes, length);
}

/* Whether a character controls the text around it, is no character, or means something else. */
static bool is_unsafe(uint32_t character)
{
    static const uint32_t ranges[][2] = {
        {0, 0x1f},        {0x7f, 0x9f},          {0x200b, 0x200b}, {0x200e, 0x200f},
        {0x2028, 0x202e}, {0x2060, 0x2069},      {0xd800, 0xdfff}, {0xfeff, 0xfeff},
        {0xfff0, 0xffff}, {0x110000, UINT32_MAX}};

    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (character >= ranges[i][0] && character <= ranges[i][1])
            return true;
    return character < 0x80 && strchr("/\\:*?\"<>|", (int)character);
}

/* Names of devices on some systems, whatever follows the first dot. */
static bool is_device(const char *name)
{
    static const char *const devices[] = {"con", "prn", "aux", "nul", "com", "lpt"};
    size_t length = strcspn(name, ".");

    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++)
        if (length >= 3 && strncasecmp(name, devices[i], 3) == 0 &&
            (length == 3 ? i < 4 : length == 4 && i >= 4 && strchr("0123456789", name[3])))
            return true;
    return false;
}

bool safe_name_append(const char *text, struct buffer *out)
{
    size_t start = out->length, end = start;

    text += strspn(text, " ");
    while (*text && out->length - start < LONGEST) {
        uint32_t character = next_character(&text);
        if (is_unsafe(character) ||
            (out->length == start && strchr(".-~", (int)(character < 0x80 ? character : 'x'))))
            character = NO_CHARACTER;
        if (!append_character(out, character))
            return false;
        if (character != ' ' && character != '.')
            end = out->length;
    }
    out->length = end;
    if (!buffer_string(out))
        return false;
    return !is_device(out->bytes + start) || buffer_append_string(out, "_");
}

bool safe_name_fold(const char *name, struct buffer *out)
{
    locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    bool done = true;

    while (done && *name) {
        uint32_t character = next_character(&name);
        if (locale)
            character = (uint32_t)towlower_l((wint_t)character, locale);
        else if (character >= 'A' && character <= 'Z')
            character += 'a' - 'A';
        done = append_character(out, character);
    }
    if (locale)
        freelocale(locale);
    return done;
}
