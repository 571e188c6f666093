#ifndef SPOTIFY_SYNC_MAKING_H
#define SPOTIFY_SYNC_MAKING_H

#include "playlist.h"

/*
 * Makes a playlist. The ledger knows before that it is asked for. If the answer is lost, a playlist
 * of that name that is new, empty and the user's own is looked for among the account's, and it is
 * asked for again only if there is none when it would have to be shown. One that is refused with
 * its description is made without it.
 *
 * Sets the playlist's new_id, or its state in the ledger to ITEM_REFUSED. False with *error as
 * writer_send, or EX_TEMPFAIL if the account can have no more playlists.
 */
bool making_make(struct restored_playlist *playlist, struct error *error);

/* Finds the playlists that an earlier run asked for, and of which it does not know whether they
 * were made, in `listed`. False with *error as ledger_run. */
bool making_find_lost(struct restoring *restoring, struct error *error);

#endif
