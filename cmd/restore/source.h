#ifndef SPOTIFY_SYNC_SOURCE_H
#define SPOTIFY_SYNC_SOURCE_H

#include "base/error.h"

#include <stdbool.h>

/* What is to be restored, as a library: the database itself, or one that `store` makes of messages
 * in a temporary folder. */

struct source;

/*
 * Opens the file `name`, a library or messages, or "-": messages of standard input. An older
 * library is copied first. `program` is how this one was called: `store` is beside it. NULL with
 * *error: EX_IOERR, EX_CONFIG, EX_OSERR, EX_USAGE if there is no such file, or the status of
 * `store`.
 */
struct source *source_open(const char *name, const char *program, struct error *error);

/* The path of the library. */
const char *source_path(const struct source *source);

/* Removes what is temporary. */
void source_close(struct source *source);

#endif
