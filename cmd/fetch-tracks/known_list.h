#ifndef SPOTIFY_SYNC_KNOWN_LIST_H
#define SPOTIFY_SYNC_KNOWN_LIST_H

#include "reconcile.h"

/*
 * Adds the list of a file ("-": standard input) to what `reconcile` knows. Its lines are in the
 * order of the list: "ID ADDED_AT" for an entry; "gap N" for a place N, counted from the end, that
 * holds nothing; "suspect ID" or "suspect ID ADDED_AT" for one that is gone unless it is seen.
 * False with *error as line_file_read.
 */
bool known_list_read(const char *name, struct reconcile *reconcile, struct error *error);

#endif
