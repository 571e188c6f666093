#include "base/printable.h"

#include <stdbool.h>
#include <string.h>

/* Whether these three bytes are a character that breaks lines or turns the direction of text:
 * U+200E, U+200F, U+2028 to U+202E, or U+2066 to U+2069. */
static bool turns_text(const char *text)
{
    unsigned char last = (unsigned char)text[2];

    if (memcmp(text, "\xe2\x80", 2) == 0)
        return last == 0x8e || last == 0x8f || (last >= 0xa8 && last <= 0xae);
    return memcmp(text, "\xe2\x81", 2) == 0 && last >= 0xa6 && last <= 0xa9;
}

void printable(char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        unsigned char next = i + 1 < length ? (unsigned char)text[i + 1] : 0;

        if ((byte < ' ' && byte != '\n') || byte == 0x7f)
            text[i] = '?';
        else if (byte == 0xc2 && next >= 0x80 && next <= 0x9f)
            text[i] = text[i + 1] = '?';
        else if (i + 2 < length && turns_text(text + i))
            (void)memset(text + i, '?', 3);
    }
}
