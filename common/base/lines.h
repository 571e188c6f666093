#ifndef SPOTIFY_SYNC_LINES_H
#define SPOTIFY_SYNC_LINES_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Lines from a file descriptor, split from reading so that a caller decides when to wait:
 * lines_next takes what is there, lines_read reads once. A '\r' before the newline stays in the
 * line, and text after the last newline is a line too.
 */

struct lines;

enum lines_result {
    LINES_LINE,     /* a line was returned */
    LINES_WANTING,  /* no whole line is here: call lines_read */
    LINES_END,      /* there are no more */
    LINES_TOO_LONG, /* a line over the limit was dropped; the next call goes on behind it */
};

/* The longest a message may be, in bytes. */
#define LINES_LONGEST ((size_t)16 << 20)

/* Reads from fd, which stays the caller's. NULL with *error when memory cannot be had. */
struct lines *lines_open(int fd, struct error *error);

/*
 * Takes the next line out of what was read: *line (without its newline, valid until the next call
 * on lines) and *length. Both are set only with LINES_LINE.
 */
enum lines_result lines_next(struct lines *lines, const char **line, size_t *length);

/* Whether a line has nothing but blanks. */
bool lines_is_blank(const char *line, size_t length);

/* Reads once, waiting until there is something. False with *error (EX_IOERR, EX_OSERR) on failure;
 * at the end of input it returns true, and lines_next tells LINES_END. */
bool lines_read(struct lines *lines, struct error *error);

/* The number of the line that lines_next returned or dropped last, counted from 1. */
size_t lines_number(const struct lines *lines);

void lines_close(struct lines *lines);

#endif
