#ifndef SPOTIFY_SYNC_DOUBTS_H
#define SPOTIFY_SYNC_DOUBTS_H

#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * The ids that the API called missing and that were not believed to be (absence.h), in this run and
 * in the one before. What is missing in both is gone.
 *
 * A run hands them on to the next one as the member "reading" of its bookmark, an object:
 * {"doubted":{"missing":2,"ids":["…","…"]}}, or {} if there are none. The next run finds them in
 * the STATE messages that it reads before its first RECORD. An id that it did not get to stays
 * doubted. Another member, "unavailable", may list ids that are known to be gone; it is read, and
 * not handed on.
 */

struct doubts;

/* For the bookmark of this stream, a string that outlives the doubts. NULL with *error (EX_OSERR).
 */
struct doubts *doubts_new(const char *stream, struct error *error);

/* Reads the doubts of an earlier run from a STATE message; one without a reading says nothing.
 * False with *error (EX_OSERR). */
bool doubts_read(struct doubts *doubts, const char *line, size_t length, struct error *error);

/* Whether an earlier run found this id missing. */
bool doubts_has_earlier(const struct doubts *doubts, const char *id);

/* This run doubts that the id is missing. False with *error (EX_OSERR). */
bool doubts_add(struct doubts *doubts, const char *id, struct error *error);

/* This run knows about the id. False with *error (EX_OSERR). */
bool doubts_settle(struct doubts *doubts, const char *id, struct error *error);

/* How many ids this run doubts to be missing. */
size_t doubts_count(const struct doubts *doubts);

/*
 * Puts the reading for the next run into *reading, in place of what is there; if there is nothing
 * to say it is empty. `complete`: this run has requested all ids, so that nothing earlier stays.
 * False with *error (EX_OSERR).
 */
bool doubts_format(const struct doubts *doubts, bool complete, struct buffer *reading,
                   struct error *error);

void doubts_free(struct doubts *doubts);

#endif
