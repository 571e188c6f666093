#ifndef SPOTIFY_SYNC_DESCRIPTORS_H
#define SPOTIFY_SYNC_DESCRIPTORS_H

#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>

/* Descriptors that no program inherits. */

/* Sets both to the ends of a new pipe. False with *error (EX_OSERR) when there is none. */
bool descriptors_pipe(int *reader, int *writer, struct error *error);

/* The same, with a reader that does not block. */
bool descriptors_pipe_to_poll(int *reader, int *writer, struct error *error);

/*
 * Reads once what is there, and appends it. At the end of input, or on an error, it closes *fd and
 * sets it to -1. *more says whether there may be more at once. False with *error when there is no
 * memory.
 */
bool descriptors_read(int *fd, struct buffer *buffer, bool *more, struct error *error);

/* Closes *fd, unless it is negative, and sets it to -1. */
void descriptors_close(int *fd);

#endif
