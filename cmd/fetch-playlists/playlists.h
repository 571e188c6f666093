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
 * come first, with the snapshot that was listed before; then comes the playlist with what holds for
 * them (playlist_record.h, filing.h). A known one that is unchanged is printed as it is known. The
 * list is read again if it changed meanwhile; known playlists that are proved gone from it
 * (census.h) are printed with _sdc_deleted_at, after their items. If a part of the list cannot be
 * read, the items of the others are read nevertheless. False with *error as list_print, and for
 * playlists that could not be read (failed_playlists.h) or are all refused (refusals.h).
 */
bool playlists_print(const struct playlists_options *options, const struct api_options *api_options,
                     struct error *error);

#endif
