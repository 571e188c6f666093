#ifndef SPOTIFY_SYNC_ROW_H
#define SPOTIFY_SYNC_ROW_H

#include "base/buffer.h"

#include <jv.h>
#include <stdbool.h>

/*
 * Appends an array of jq's as a row of CSV (RFC 4180) without its newline: every cell in quotes,
 * null as an empty one. A ' is put before what a spreadsheet may take for a formula: =, +, -, @, a
 * tab or a line break, also behind quotes, at the head of a cell or behind a , ; tab or line break
 * inside of it, where a cell begins for whoever splits it there. The array stays the caller's.
 * False if memory runs out.
 */
bool row_append(jv cells, char separator, struct buffer *out);

#endif
