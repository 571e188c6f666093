#ifndef SPOTIFY_SYNC_JSON_TEXT_H
#define SPOTIFY_SYNC_JSON_TEXT_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>

/* Appends a text as a JSON string with its quotes, whatever its bytes: what is not UTF-8 becomes
 * U+FFFD. False if there is no memory; *out then holds a part of it. */
bool json_text(struct buffer *out, const char *text, size_t length);

/* Appends a text with U+FFFD for what is not UTF-8. False if there is no memory. */
bool json_text_repair(struct buffer *out, const char *text, size_t length);

#endif
