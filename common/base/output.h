#ifndef SPOTIFY_SYNC_OUTPUT_H
#define SPOTIFY_SYNC_OUTPUT_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Messages to standard output, gathered and written in large pieces. A reader that has gone away
 * ends the program by SIGPIPE, as it ends any filter.
 */

/*
 * Takes a line without its newline; it is written when much has gathered, or at output_flush. False
 * with *error (EX_IOERR: the disk is full, standard output is closed; EX_OSERR) when it cannot be.
 */
bool output_line(const char *line, size_t length, struct error *error);

/* Writes all that has gathered. Fails as output_line does. */
bool output_flush(struct error *error);

/* Whether something could not be written: standard output may end in the middle of a line. */
bool output_has_failed(void);

/* Flushes and closes standard output; some failures only close(2) reports. Fails as output_line
 * does. */
bool output_close(struct error *error);

#endif
