#ifndef SPOTIFY_SYNC_ROW_H
#define SPOTIFY_SYNC_ROW_H

#include "base/buffer.h"

#include <jv.h>
#include <stdbool.h>

/* Appends an array of jq's as a row of CSV without its newline: every cell (cell.h) in quotes,
 * null as an empty one. The array stays the caller's. False if memory runs out. */
bool row_append(jv cells, char separator, struct buffer *out);

#endif
