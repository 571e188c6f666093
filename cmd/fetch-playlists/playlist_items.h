#ifndef SPOTIFY_SYNC_PLAYLIST_ITEMS_H
#define SPOTIFY_SYNC_PLAYLIST_ITEMS_H

#include "api/api.h"
#include "queued_playlist.h"
#include "singer/bookmark.h"

/* Reads the items of playlists side by side, and prints each playlist after its items. */

struct playlist_items;

/* NULL with *error (EX_OSERR). */
struct playlist_items *playlist_items_open(struct api *api, long window, struct error *error);

/* Queues a playlist, which is taken over. */
void playlist_items_queue(struct playlist_items *items, struct queued_playlist *playlist);

/* Prints deletions of a playlist's items from a position to the one before `end`. False with *error
 * as output_line. */
bool playlist_items_print_deleted(struct playlist_items *items, const char *playlist_id,
                                  int64_t position, int64_t end, int64_t time, struct error *error);

/*
 * Reads the items of all queued playlists, with a STATE after each playlist. One whose items cannot
 * be read is printed without them. False with *error: the statuses of api.h, of three playlists in
 * a row whose items cannot be read, EX_UNAVAILABLE if a playlist keeps changing.
 */
bool playlist_items_read(struct playlist_items *items, struct bookmark *bookmark,
                         struct error *error);

/* How many playlists were printed without their items, as these could not be read. *reason is why
 * the first was. */
size_t playlist_items_left_out(const struct playlist_items *items, const struct error **reason);

void playlist_items_close(struct playlist_items *items);

#endif
