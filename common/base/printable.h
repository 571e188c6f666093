#ifndef SPOTIFY_SYNC_PRINTABLE_H
#define SPOTIFY_SYNC_PRINTABLE_H

#include <stddef.h>

/* Replaces what could control a terminal by '?': all control characters of ASCII but newlines, and
 * in UTF-8 those from U+0080 to U+009F and those that break lines or turn the direction of text. */
void printable(char *text, size_t length);

#endif
