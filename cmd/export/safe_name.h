#ifndef SPOTIFY_SYNC_SAFE_NAME_H
#define SPOTIFY_SYNC_SAFE_NAME_H

#include "base/buffer.h"

#include <stdbool.h>

/* Appends a text as the name of a file, at most 200 bytes long: _ stands for what is no letter of
 * UTF-8, controls, or has a meaning to a file system or a shell. Appends nothing for a text that
 * says nothing. False if memory runs out. */
bool safe_name_append(const char *text, struct buffer *out);

/* Appends the name in small letters, by which file systems that go by no capitals know it. False if
 * memory runs out. */
bool safe_name_fold(const char *name, struct buffer *out);

#endif
