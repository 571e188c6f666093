#ifndef SPOTIFY_SYNC_SETTLING_H
#define SPOTIFY_SYNC_SETTLING_H

#include "list/list_reader.h"
#include "playlist_items.h"

/*
 * Looks at the list once more for the playlists that were read (second_look.h), and settles what
 * their items are of (filing.h): prints those that have waited for it, and the doubts, with a STATE
 * at the end. A playlist whose items contradict the list is one that could not be read. False with
 * *error as second_look_read, failed_playlists_add and output_line.
 */
bool settle_playlists(struct list_reader *reader, struct playlist_items *items,
                      struct bookmark *bookmark, struct error *error);

#endif
