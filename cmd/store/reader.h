#ifndef SPOTIFY_SYNC_READER_H
#define SPOTIFY_SYNC_READER_H

#include "base/error.h"
#include "batch.h"

#include <stdbool.h>

/* Reads, checks and sorts the next batch in a thread of its own while the one before is stored. */

struct reader;

/* Begins to read from fd, which stays the caller's, and lends scanner to the thread. NULL with
 * *error when there is no memory or thread for it (EX_OSERR). */
struct reader *reader_open(int fd, struct scanner *scanner, struct error *error);

/*
 * Waits for the next batch and sets *batch to it, the reader's own until the next call: NULL at the
 * end of input. False with *error as batch_read fails, with all batches ahead of that returned.
 */
bool reader_next(struct reader *reader, struct batch **batch, struct error *error);

/* Whether reader_next would return another batch without waiting. */
bool reader_is_ahead(struct reader *reader);

/* Ends the thread, whatever it waits for. */
void reader_close(struct reader *reader);

#endif
