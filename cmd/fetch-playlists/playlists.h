#ifndef SPOTIFY_SYNC_PLAYLISTS_H
#define SPOTIFY_SYNC_PLAYLISTS_H

#include "known.h"
#include "list/fetch.h"

struct playlists_options {
    struct fetch list;   /* how the list of playlists is read */
    bool without_items;  /* the playlists alone */
    struct known *known; /* playlists whose items need not be read again; NULL: none */
};

/*
 * Prints the account's playlists and what is in them. Of a playlist whose items are read, these
 * come first, with the snapshot that was listed ahead of the reading; then the playlist with their
 * count. A playlist that may not be read is printed with `items_refused`, and its items are not
 * known. Of a known one that is unchanged the same is printed as it is known. The list is read
 * again when it was changed meanwhile; where as many playlists were seen as it counts, known ones
 * that are not in it are printed with _sdc_deleted_at, behind their items. A playlist whose items
 * cannot be had is printed without what holds of them; it makes the run fail once all others are
 * printed, and three in a row do so at once. False with *error as fetch_list, and EX_UNAVAILABLE
 * for those.
 */
bool playlists_fetch(const struct playlists_options *options, const struct api_options *api_options,
                     struct error *error);

#endif
