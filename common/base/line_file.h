#ifndef SPOTIFY_SYNC_LINE_FILE_H
#define SPOTIFY_SYNC_LINE_FILE_H

#include "base/error.h"
#include "base/ids.h"

#include <stdbool.h>
#include <stddef.h>

/* A file that holds one thing a line, such as the ids that --known names. */

/* Takes a line without its newline; it is never empty. False with *error (EX_DATAERR for an invalid
 * line, EX_OSERR), whose text need not name the line. */
typedef bool line_file_take(void *context, const char *line, size_t length, struct error *error);

/*
 * Gives each line of the file `name` ("-": standard input) to `take`, with `context`; empty ones
 * are skipped. False with *error: EX_IOERR when it cannot be opened or read, EX_OSERR, or the error
 * of `take`, preceded by file and line; EX_DATAERR likewise for a line that is too long.
 */
bool line_file_read(const char *name, line_file_take *take, void *context, struct error *error);

/* Adds the ids of such a file, one a line, to ids. False with *error as above. */
bool line_file_read_ids(const char *name, struct ids *ids, struct error *error);

#endif
