#ifndef SPOTIFY_SYNC_BISECTION_H
#define SPOTIFY_SYNC_BISECTION_H

#include "list/list.h"

/*
 * Prints how a list differs from the known one in a file (known_list.h): RECORDs for what is new,
 * RECORDs with _sdc_deleted_at for what is gone, and a last STATE with the reading
 * (track_reading.h). It reads only the pages that prove this (reconcile.h), and prints deletions
 * once all is proved and believed:
 *
 * - If most of what is known is missing, the list is read again at once, and what is still missing
 *   waits for the next run (reading.h).
 * - If the pages disagree on the total, nothing is gone by them (probe.h).
 * - If a page could not be read, nothing is gone either, and the reading is not complete.
 *
 * False with *error as probe_read and known_list_read, with the status of the first page that could
 * not be read, and EX_USAGE if only a part of the list is to be read. It sends at most twice as
 * many requests as probe_read.
 */
bool bisection_print(const struct list *list, const char *known, const struct api_options *options,
                     struct error *error);

#endif
