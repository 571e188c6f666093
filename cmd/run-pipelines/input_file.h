#ifndef SPOTIFY_SYNC_INPUT_FILE_H
#define SPOTIFY_SYNC_INPUT_FILE_H

#include "base/error.h"

/* Files that pass rows from one program to the next. They lie in memory, so that no disk fills up
 * and nothing is left behind. */

/* Makes an empty one. Returns its descriptor, or -1 with *error (EX_OSERR). */
int input_file_new(struct error *error);

/*
 * Opens such a file by its name, to read it from the start. It must end with a line of one full
 * stop, which is taken off: that shows that all was written. Returns its descriptor, or -1 with
 * *error (EX_IOERR).
 */
int input_file_open(const char *path, struct error *error);

#endif
