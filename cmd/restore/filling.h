#ifndef SPOTIFY_SYNC_FILLING_H
#define SPOTIFY_SYNC_FILLING_H

#include "playlist.h"

/*
 * The items of a playlist that was made, in their order. All fail with *error as batches_write, or
 * as playlist_read.
 */

/* Marks those that are there already, as after an earlier run; is_changed if there are others. */
bool filling_find_there(struct restored_playlist *playlist, struct error *error);

/* Adds those that are wanted, 100 a call. */
bool filling_write(struct restored_playlist *playlist, struct error *error);

/*
 * Reads the list back and compares. What is missing is put at its place, and the list read again;
 * what is not shown even then has failed. At the end the playlist's state is noted, and it is
 * ITEM_RESTORED and noted as filled with its items if all are there, in order.
 */
bool filling_check(struct restored_playlist *playlist, struct error *error);

#endif
