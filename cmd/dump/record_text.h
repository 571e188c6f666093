#ifndef SPOTIFY_SYNC_RECORD_TEXT_H
#define SPOTIFY_SYNC_RECORD_TEXT_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>

/* Appends JSON that SQLite has made, with DEL as the filters write it. False without memory. */
bool record_text_append(struct buffer *line, const char *json, size_t length);

#endif
