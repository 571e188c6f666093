#ifndef SPOTIFY_SYNC_CELL_H
#define SPOTIFY_SYNC_CELL_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Appends a text as the inside of a quoted cell of CSV (RFC 4180), with its quotes doubled. A ' is
 * put before what a spreadsheet may take for a formula: =, +, -, @ (full-width ones too), a tab or
 * a line break, also after quotes, at the beginning of the cell or after a , ; tab or line break in
 * it, where a cell begins for a reader that splits it there. False if memory runs out.
 */
bool cell_append(const char *text, size_t length, struct buffer *out);

#endif
