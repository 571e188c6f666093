#ifndef SPOTIFY_SYNC_SYNC_COUNTS_H
#define SPOTIFY_SYNC_SYNC_COUNTS_H

#include "base/error.h"
#include "loader.h"

#include <sqlite3.h>

/*
 * The table sync_counts: how many rows of each stream a sync made and changed. Counted in the
 * transaction that stores the rows, so that a kill leaves neither without the other.
 */

struct sync_counts;

/* Counts for state_key (`sync_12_tracks`), a string that must outlive this, as must the database.
 * NULL with *error on failure (EX_OSERR, or as library_error). */
struct sync_counts *sync_counts_open(sqlite3 *database, const char *state_key, struct error *error);

/* Adds what a stream has in `now` more than in `before`, in the open transaction. False with *error
 * as library_error. */
bool sync_counts_add(struct sync_counts *counts, const struct load_counts *before,
                     const struct load_counts *now, struct error *error);

void sync_counts_close(struct sync_counts *counts);

#endif
