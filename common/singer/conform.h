#ifndef SPOTIFY_SYNC_CONFORM_H
#define SPOTIFY_SYNC_CONFORM_H

#include "base/error.h"

#include <jv.h>

/*
 * Makes a RECORD what its stream's schema says (schema/streams/), whatever the API sent: a target
 * that checks its input may end at the first one that is something else.
 *
 * Of JSON Schema it goes by type, properties, items, enum, minimum, by the format date-time and the
 * pattern of an id (ids.h). A number that is whole is written as an integer. A value that is not as
 * it is declared becomes null, which every member but a key may be. A record without a good key
 * cannot be kept. What is not declared stays. Each is warned of once for each member (log.h).
 */

struct conform;

/* For a stream of schema/streams/, a string that must outlive it. NULL with *error: EX_SOFTWARE for
 * a stream that is not there or has a schema that is not understood, EX_OSERR. */
struct conform *conform_new(const char *stream, struct error *error);

/* Takes over a RECORD message of the stream and returns it as it conforms, the caller's to free;
 * invalid where the record cannot be kept. */
jv conform_message(struct conform *conform, jv message);

void conform_free(struct conform *conform);

#endif
