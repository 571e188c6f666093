#ifndef SPOTIFY_SYNC_FORM_H
#define SPOTIFY_SYNC_FORM_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>

/* Fields of application/x-www-form-urlencoded, as bodies and queries have them. */

/* Appends name=value with what must be encoded in the value, and an & before it if the buffer
 * ends with another field. The name is taken as it is. False if memory runs out. */
bool form_add(struct buffer *form, const char *name, const char *value);

/*
 * Appends the value of the first field of this name, decoded, with a NUL after it that the length
 * does not count. False when there is no such field, when its encoding is wrong or hides a NUL, or
 * if memory runs out.
 */
bool form_get(const char *form, size_t length, const char *name, struct buffer *value);

#endif
