#ifndef SPOTIFY_SYNC_BATCH_H
#define SPOTIFY_SYNC_BATCH_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/lines.h"
#include "scanner.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Messages that are stored together. They are read ahead of that, so that no transaction is open
 * while input is waited for.
 */

struct batch_line {
    struct message message;
    size_t start, length; /* what is kept of it (scanner_take), in the batch's bytes */
    size_t number;        /* in the file, from 1 */
};

struct batch_place {
    uint64_t key; /* of the line's message */
    size_t line;
};

/* A batch of zeros ({0}) is empty and ready. */
struct batch {
    struct buffer bytes;
    struct batch_line *lines;   /* in the order of the file */
    struct batch_place *places; /* these as they are best stored (order.h) */
    size_t count, capacity;
    bool plain; /* no line is bad, and no record has what its schema does not tell */
    bool last;  /* the input has ended */
};

/*
 * Forgets the lines of the batch before and reads the next: until there are many (5 000 lines,
 * 7 MiB), or 200 ms after the first, or the input ends. fd is what `lines` reads from. Blank lines
 * are left out. False with *error as lines_read fails, or when memory cannot be had; the batch then
 * holds what came before.
 */
bool batch_read(struct batch *batch, struct lines *lines, int fd, struct scanner *scanner,
                struct error *error);

void batch_free(struct batch *batch);

#endif
