#ifndef SPOTIFY_SYNC_BATCH_H
#define SPOTIFY_SYNC_BATCH_H

#include "buffer.h"
#include "error.h"
#include "lines.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Lines that are stored in one transaction. They are read ahead of it, so that no transaction is
 * open while input is waited for.
 */

struct batch_line {
    size_t start, length; /* in the batch's bytes */
    size_t number;        /* in the file, from 1 */
    bool too_long;        /* it was dropped */
};

/* A batch of zeros ({0}) is empty and ready. */
struct batch {
    struct buffer bytes;
    struct batch_line *lines;
    size_t count, capacity;
    bool last; /* the input has ended */
};

/*
 * Forgets the lines of the batch before and reads the next: until there are many (10 000 lines,
 * 15 MiB), or 200 ms after the first, or the input ends. fd is what `lines` reads from. Blank lines
 * are left out. False with *error as lines_read fails, or when memory cannot be had; the batch then
 * holds what came before.
 */
bool batch_read(struct batch *batch, struct lines *lines, int fd, struct error *error);

void batch_free(struct batch *batch);

#endif
