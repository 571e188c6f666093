#ifndef SPOTIFY_SYNC_CENSUS_H
#define SPOTIFY_SYNC_CENSUS_H

#include "base/error.h"
#include "list/reading.h"
#include "singer/messages.h"

#include <jv.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Which of the things known to be in a list are gone from it, found out by reading all of it.
 *
 * A list is not a snapshot while its pages are read. A reading proves something only if every page
 * told the same total and, but for the places that were hidden last time too (reading.h), that many
 * distinct ids were seen. The list is read again at once in two cases:
 *
 * - The pages told different totals, or fewer than were seen: the list was changed meanwhile, and
 *   what this reading saw is known too. If the next reading gives the same totals and shows the
 *   same ids, that is how Spotify answers: what was shown is taken, and nothing is gone. If the
 *   earlier run ended like this with the same totals, one reading is enough.
 * - A reading that would prove something gone misses most of what is known (reading_believes), or
 *   leaves places hidden. Then only what the next reading misses too is gone, and of what most is
 *   missing, only what an earlier run missed too.
 *
 * A list is read CENSUS_READINGS times at most.
 */

enum { CENSUS_READINGS = 10 };

struct census;

/* Reads what is known from a file ("-": standard input): ids, one a line, after a line with the
 * earlier reading, if there is one; or messages of the stream, a string that must outlive them
 * (known_file.h), which *records gets, the caller's to close in any case. A `known` of NULL:
 * nothing is known, and `records` may be NULL. NULL with *error as known_file_read. */
struct census *census_open(const char *known, const char *stream, struct known_records **records,
                           struct error *error);

/* Adds a valid id to what is known. False with *error (EX_OSERR). */
bool census_know(struct census *census, const char *id, size_t length, struct error *error);

/* Whether anything is known. */
bool census_knows(const struct census *census);

/* Takes over the earlier reading, which becomes READING_NONE. */
void census_remember(struct census *census, struct reading *earlier);

/* The earlier reading. */
const struct reading *census_earlier(const struct census *census);

/* A page told this total. */
void census_count(struct census *census, int64_t total);

/* Sees the id of a RECORD; anything else is passed over. False with *error (EX_OSERR). */
bool census_see(struct census *census, jv message, struct error *error);

/*
 * At the end of the list: *again says whether it must be read again; that reading then begins.
 * False with *error: EX_UNAVAILABLE when it keeps changing, EX_OSERR.
 */
bool census_repeats(struct census *census, bool *again, struct error *error);

/* When the list is read again no more: whether an id that is known, a valid one, is proved gone. */
bool census_is_gone(const struct census *census, const char *id, size_t length);

/* Prints a deletion for each known id that is proved gone, as of `time` (messages.h), and adds
 * their number to *printed. False with *error as output_line. */
bool census_print_gone(const struct census *census, const struct messages *messages,
                       const char *stream, int64_t time, int64_t *printed, struct error *error);

/* When the list is read again no more: appends to *out what the reading showed, for the next run,
 * as a string of JSON, and logs what is doubtful about it (reading_report). False with *error
 * (EX_OSERR). */
bool census_conclude(struct census *census, const char *stream, struct buffer *out,
                     struct error *error);

/* After a failure, instead of census_conclude: if the earlier run left a doubt, appends its reading
 * to *out, for the next run, with what has been shown since, as a string of JSON; else nothing.
 * What fails leaves *out empty. */
void census_break_off(struct census *census, struct buffer *out);

void census_close(struct census *census);

#endif
