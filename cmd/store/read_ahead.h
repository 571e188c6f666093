#ifndef SPOTIFY_SYNC_READ_AHEAD_H
#define SPOTIFY_SYNC_READ_AHEAD_H

#include "base/error.h"
#include "message_batch.h"

#include <stdbool.h>

/* Reads, parses and orders the next batch in a thread of its own while the last one is stored. */

struct read_ahead;

/* Begins to read from fd, which stays the caller's, as long as somebody reads output_fd
 * (message_batch.h). The parser belongs to the thread until read_ahead_close. NULL with *error when
 * there is no memory or no thread for it (EX_OSERR). */
struct read_ahead *read_ahead_open(int fd, int output_fd, struct parser *parser,
                                   struct error *error);

/*
 * Waits for the next batch and sets *batch to it, or to NULL at the end of input. It may be used
 * until the next call. False with *error as message_batch_read, after all batches before that were
 * returned.
 */
bool read_ahead_next(struct read_ahead *ahead, struct message_batch **batch, struct error *error);

/* Whether read_ahead_next would return without waiting for input: of a file, there is more to come;
 * otherwise, a batch is there. */
bool read_ahead_is_ready(struct read_ahead *ahead);

/* Ends the thread, whatever it waits for. */
void read_ahead_close(struct read_ahead *ahead);

#endif
