#ifndef SPOTIFY_SYNC_SOURCE_H
#define SPOTIFY_SYNC_SOURCE_H

#include "base/error.h"

#include <stdbool.h>

/* What is to be restored, as a library in a temporary folder: a copy of a database, or what `store`
 * makes of messages. */

struct source;

/*
 * Opens the file `name`, a library or messages, or "-": messages of standard input. `program` is
 * how this one was called: `store` is beside it. NULL with *error: EX_IOERR, EX_CONFIG, EX_OSERR,
 * EX_USAGE if there is no such file, or the status of `store`.
 */
struct source *source_open(const char *name, const char *program, struct error *error);

/* The path of the library. */
const char *source_path(const struct source *source);

/* Removes what is temporary. */
void source_close(struct source *source);

#endif
