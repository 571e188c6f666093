#ifndef SPOTIFY_SYNC_SHOWN_TEXT_H
#define SPOTIFY_SYNC_SHOWN_TEXT_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>

/* Text of a library as a terminal shows it. It may be anybody's, and need not be UTF-8. */

/*
 * Appends the text without what a terminal would obey: a space for a tab or a line's end, '?' for
 * any other control character, what reverses the direction of text included, and U+FFFD for what is
 * not UTF-8. False if there is no memory.
 */
bool shown_text_append(struct buffer *out, const char *text);

/*
 * How many columns of a terminal the text takes. Stops before the first character that would pass
 * `most` columns, and sets *bytes to how long the text before it is.
 */
size_t shown_text_columns(const char *text, size_t most, size_t *bytes);

#endif
