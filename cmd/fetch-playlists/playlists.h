#ifndef SPOTIFY_SYNC_PLAYLISTS_H
#define SPOTIFY_SYNC_PLAYLISTS_H

#include "known_playlists.h"
#include "list/list.h"

struct playlists_options {
    struct list list;              /* how the list of playlists is read */
    bool without_items;            /* the playlists alone */
    struct known_playlists *known; /* whose items need not be read again; NULL: none */
};

/*
 * Prints the account's playlists and what is in them. If the items of a playlist are read, they
 * come first, with the snapshot that was listed before; then comes the playlist with their count. A
 * playlist that may not be read is printed with `items_refused`, and its items are not known. A
 * known one that is unchanged is printed as it is known. The list is read again if it changed
 * meanwhile; if as many playlists were seen as it counts, known ones that are not in it are printed
 * with _sdc_deleted_at, after their items. A playlist whose items cannot be read is printed without
 * what holds for them; it makes the run fail once all others are printed, and three in a row do so
 * at once. False with *error as list_print, and EX_UNAVAILABLE for those.
 */
bool playlists_print(const struct playlists_options *options, const struct api_options *api_options,
                     struct error *error);

#endif
