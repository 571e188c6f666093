#ifndef SPOTIFY_SYNC_COMMANDS_H
#define SPOTIFY_SYNC_COMMANDS_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Commands from a pipe. Each is a list of words: first their number in decimal, then the words,
 * with a NUL after each of all these.
 */

struct commands;

/* Reads from fd, which stays the caller's and must not block. NULL with *error when there is no
 * memory. */
struct commands *commands_open(int fd, struct error *error);

/* Reads what is there. False with *error on failure (EX_IOERR, EX_OSERR). */
bool commands_read(struct commands *commands, struct error *error);

/*
 * Takes the next whole command: *words, with a NULL after the last, and *count, at least 1; they
 * are valid until the next call. *words is NULL while there is no whole command. False with *error
 * for a number of words that is none (EX_DATAERR), and when there is no memory (EX_OSERR).
 */
bool commands_next(struct commands *commands, char ***words, size_t *count, struct error *error);

/* NULL is allowed. */
void commands_close(struct commands *commands);

#endif
