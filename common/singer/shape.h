#ifndef SPOTIFY_SYNC_SHAPE_H
#define SPOTIFY_SYNC_SHAPE_H

#include "base/error.h"

#include <jv.h>
#include <stdbool.h>

/*
 * A jq program that turns one of the API's answers into RECORD messages of a stream, which conform
 * to its schema (conform.h): where a key is an id, it is a valid one (ids.h). Compiling takes tens
 * of milliseconds, and happens in a thread of its own while the first request is on its way.
 */

struct shape;

/* Begins to compile the program, behind the definitions of messages.jq. NULL with *error: EX_OSERR
 * when there is no memory or no thread, and as conform_new. */
struct shape *shape_open(const char *stream, const char *program, struct error *error);

/* Starts on an input, which it takes over; shape_next then gives what comes of it. False with
 * *error (EX_SOFTWARE) when the program does not compile. */
bool shape_start(struct shape *shape, jv input, struct error *error);

/*
 * Returns the next output, the caller's to free. An invalid jv means that there are no more; then
 * *reason, a buffer of size bytes, is empty, or says why the input could not be shaped.
 */
jv shape_next(struct shape *shape, char *reason, size_t size);

void shape_close(struct shape *shape);

#endif
