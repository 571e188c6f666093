#ifndef SPOTIFY_SYNC_SAVING_H
#define SPOTIFY_SYNC_SAVING_H

#include "restoring.h"

/* What is saved or followed: songs, albums, artists, shows, episodes and audiobooks. All fail with
 * *error as the api's requests, writer_send or ledger_run. */

enum { SAVES_MOST = 40 };

/* Marks the things of a stream that the account has. */
bool saving_find_there(const struct restoring *restoring, const char *stream, struct error *error);

/* Saves the things of a stream (its number among saved_streams) that are wanted, the oldest first,
 * and looks whether all are there.
 */
bool saving_write(struct restoring *restoring, size_t number, struct error *error);

#endif
