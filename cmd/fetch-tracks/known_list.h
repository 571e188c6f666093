#ifndef SPOTIFY_SYNC_KNOWN_LIST_H
#define SPOTIFY_SYNC_KNOWN_LIST_H

#include "reconcile.h"
#include "singer/known_records.h"
#include "track_reading.h"

/*
 * Adds the list of a file ("-": standard input) to what `reconcile` knows. Its lines may begin with
 * "reading {JSON}" (track_reading.h), which is read into *earlier, to be TRACK_READING_NONE before.
 * The others are in the order of the list: "ID ADDED_AT" for an entry, and "suspect ID" or "suspect
 * ID ADDED_AT" for one that is gone unless it is seen. Or it has messages (known_file.h), which
 * *records gets, the caller's to close in any case. False with *error as known_file_read and
 * track_reading_parse.
 */
bool known_list_read(const char *name, struct track_reading *earlier, struct reconcile *reconcile,
                     struct known_records **records, struct error *error);

#endif
