#ifndef SPOTIFY_SYNC_WORDS_H
#define SPOTIFY_SYNC_WORDS_H

#include "base/buffer.h"

#include <stdbool.h>

/* Appends the operands of a program, up to a NULL, with a space between them and a NUL, which
 * the length counts: a name need not be quoted. False if there is no memory. */
bool words_join(struct buffer *out, char *const *operands);

#endif
