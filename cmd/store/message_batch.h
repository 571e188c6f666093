#ifndef SPOTIFY_SYNC_MESSAGE_BATCH_H
#define SPOTIFY_SYNC_MESSAGE_BATCH_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/lines.h"
#include "message.h"
#include "parser.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Messages that are stored together. All of them are read first, so that no transaction is open
 * while input is waited for.
 */

struct batched_message {
    struct message message;
    size_t start, length; /* what parser_parse appended for it, in the batch's bytes */
    size_t line;          /* its number in the file, from 1 */
};

/* One in the order of storing. */
struct batch_order_entry {
    uint64_t sort_key; /* of the message */
    size_t index;      /* in `messages` */
};

/* A batch of zeros ({0}) is empty and ready. */
struct message_batch {
    struct buffer bytes;
    struct batched_message *messages; /* in the order of the file */
    struct batch_order_entry *order;  /* in which they are best stored (batch_order.h) */
    size_t count, capacity;
    bool valid; /* no message is bad, and all records are valid (message.h) */
    bool last;  /* the input has ended */
};

enum { BATCH_MOST_DOUBLINGS = 2 };

struct batch_input {
    struct lines *lines;
    int fd;        /* `lines` reads from it */
    int output_fd; /* whoever reads it must be there while input is waited for; negative: nobody */
    bool is_file;  /* fd is a regular file: nothing is waited for */
    int doublings; /* a batch takes so many times twice as much; at most BATCH_MOST_DOUBLINGS */
};

/*
 * Empties the batch and reads the next messages: until there are many (5 000 lines or 7 MiB,
 * without doublings), or 200 ms after the first unless the input is a file, or the input ends.
 * Blank lines are left out. False with *error: as lines_read or parser_parse; EX_OSERR when there
 * is no memory; EXIT_NO_READER when nobody reads output_fd any more and no input is there. The
 * batch then holds what came before.
 */
bool message_batch_read(struct message_batch *batch, const struct batch_input *input,
                        struct parser *parser, struct error *error);

void message_batch_free(struct message_batch *batch);

#endif
