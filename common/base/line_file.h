#ifndef SPOTIFY_SYNC_LINE_FILE_H
#define SPOTIFY_SYNC_LINE_FILE_H

#include "base/error.h"
#include "base/ids.h"

#include <stdbool.h>
#include <stddef.h>

/* A file that tells a program what is known already, one thing a line: what --known names. */

/* Takes a line without its newline; it is never empty. False with *error (EX_DATAERR for a line
 * that is not right, EX_OSERR), whose text need not name the line. */
typedef bool line_file_take(void *context, const char *line, size_t length, struct error *error);

/*
 * Gives each line of the file `name` ("-": standard input) to `take`, with `context`; empty ones
 * are passed over. False with *error: EX_IOERR when it cannot be opened or read, EX_OSERR, or what
 * `take` says, with file and line ahead; EX_DATAERR likewise for a line that is too long.
 */
bool line_file_read(const char *name, line_file_take *take, void *context, struct error *error);

/* Adds the ids of such a file, one a line, to ids. False with *error as above. */
bool line_file_read_ids(const char *name, struct ids *ids, struct error *error);

#endif
