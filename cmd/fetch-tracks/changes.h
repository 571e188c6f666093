#ifndef SPOTIFY_SYNC_CHANGES_H
#define SPOTIFY_SYNC_CHANGES_H

#include "list/fetch.h"

/*
 * Prints what has changed in a list since it was known: RECORDs for what is new, for what is gone
 * RECORDs with _sdc_deleted_at, and a last STATE, in which `gaps` tells the places that hold
 * nothing. Deletions are printed only once everything is proved.
 *
 * `known` is a file ("-": standard input) of lines "ID ADDED_AT" in the order of the list; a line
 * "gap N" tells that the place N, counted from the end of the list, holds nothing, and a line
 * "suspect ID" or "suspect ID ADDED_AT" names one that is gone unless it is seen. False with *error
 * as fetch_list, as line_file_read for the file, EX_UNAVAILABLE when the list keeps changing while
 * it is read, and EX_USAGE where only a part of the list is to be read.
 */
bool changes_fetch(const struct fetch *fetch, const char *known, const struct api_options *options,
                   struct error *error);

#endif
