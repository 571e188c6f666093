#ifndef SPOTIFY_SYNC_KNOWN_PLAYLISTS_H
#define SPOTIFY_SYNC_KNOWN_PLAYLISTS_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The playlists as they are known from an earlier run. */

struct known_playlist {
    char *id;
    char *snapshot_id;   /* as of which its items are known; empty: they are not */
    int64_t total_items; /* how many those are */
    bool refused;        /* as of that snapshot the app may not read them */
};

struct known_playlists;

/*
 * Reads a file ("-": standard input) of lines "ID SNAPSHOT_ID COUNT", with "-" for a snapshot that
 * is not known, and " refused" behind the count where the app may not read the items. NULL with
 * *error: EX_DATAERR with the line, EX_IOERR, EX_OSERR.
 */
struct known_playlists *known_playlists_read(const char *name, struct error *error);

/* The playlist of this id, or NULL. It stays the known list's. */
const struct known_playlist *known_playlists_find(const struct known_playlists *known,
                                                  const char *id);

size_t known_playlists_count(const struct known_playlists *known);

/* The playlist of number `index`, which is under known_playlists_count. */
const struct known_playlist *known_playlists_get(const struct known_playlists *known, size_t index);

void known_playlists_free(struct known_playlists *known);

#endif
