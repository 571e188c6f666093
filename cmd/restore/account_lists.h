#ifndef SPOTIFY_SYNC_ACCOUNT_LISTS_H
#define SPOTIFY_SYNC_ACCOUNT_LISTS_H

#include "restoring.h"

/* What the account holds, read into the ledger's temporary tables. All fail with *error as the
 * api's requests, or as ledger_run. */

/* Reads the playlists of the account into `listed`. */
bool account_read_playlists(const struct restoring *restoring, struct error *error);

/* Adds those to `listed` that another reading shows. */
bool account_read_playlists_again(const struct restoring *restoring, struct error *error);

/* Reads the URIs of a playlist's items, from a place on, into `shown`. *total is how many it has.
 */
bool account_read_items(const struct restoring *restoring, const char *id, int64_t from,
                        int64_t *total, struct error *error);

/* Reads the URIs of what is saved into `shown`: the first 50 and, if all of it takes no more than
 * `calls` requests in all, the rest. *is_whole says whether it was; *total is how many there are.
 */
bool account_read_saved(const struct restoring *restoring, const char *stream, int64_t calls,
                        bool *is_whole, int64_t *total, struct error *error);

#endif
