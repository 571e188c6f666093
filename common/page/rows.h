#ifndef SPOTIFY_SYNC_ROWS_H
#define SPOTIFY_SYNC_ROWS_H

#include "base/buffer.h"

#include <sqlite3.h>
#include <stdbool.h>

/* Rows of a query as JSON and as CSV. What is not UTF-8 becomes U+FFFD, and a blob is a text. */

/* Appends the current row as an object of its columns by their names. Columns whose names end with
 * `_key` are left out. False if there is no memory. */
bool rows_object(struct buffer *out, sqlite3_stmt *statement);

/* Appends the names of the columns, or the current row, as a line of CSV (RFC 4180). A text that a
 * spreadsheet would run as a formula gets an apostrophe before it. False if there is no memory. */
bool rows_csv_header(struct buffer *out, sqlite3_stmt *statement);
bool rows_csv(struct buffer *out, sqlite3_stmt *statement);

#endif
