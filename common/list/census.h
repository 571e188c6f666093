#ifndef SPOTIFY_SYNC_CENSUS_H
#define SPOTIFY_SYNC_CENSUS_H

#include "base/error.h"

#include <jv.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Which of the things known to be in a list are gone from it, found out by reading all of it.
 *
 * A list is not a snapshot while its pages are read. It proves something only when every page told
 * the same total and that many distinct ids were seen. Where pages told different totals it was
 * changed meanwhile, and is to be read again; what the earlier reading saw is then known too.
 */

struct census;

/* Reads what is known from a file of ids (line_file.h); NULL: nothing is. NULL with *error as
 * line_file_read_ids. */
struct census *census_open(const char *known, struct error *error);

/* A page told this total. */
void census_count(struct census *census, int64_t total);

/* Sees the id of a RECORD; anything else is passed over. False with *error (EX_OSERR). */
bool census_see(struct census *census, jv message, struct error *error);

/*
 * At the end of the list: *again tells whether it must be read again, as it was changed meanwhile;
 * that reading then begins. False with *error: EX_UNAVAILABLE when it keeps changing, EX_OSERR.
 */
bool census_repeats(struct census *census, bool *again, struct error *error);

/*
 * Prints a deletion for each known id that is proved gone, as of `time` (messages.h), and adds
 * their number to *printed. Without a proof it prints nothing, and logs a warning where ids are
 * missing. False with *error as output_line.
 */
bool census_print_gone(const struct census *census, const char *stream, int64_t time,
                       int64_t *printed, struct error *error);

/* At the end of the list: whether an id that is known, a valid one, was not seen in it. */
bool census_misses(const struct census *census, const char *id, size_t length);

/* At the end of the list: whether what it misses is proved gone. Where it is not, that is logged as
 * a warning. */
bool census_is_complete(const struct census *census, const char *stream);

void census_close(struct census *census);

#endif
