#ifndef SPOTIFY_SYNC_KNOWN_PLAYLISTS_H
#define SPOTIFY_SYNC_KNOWN_PLAYLISTS_H

#include "filing.h"
#include "list/known_file.h"
#include "list/reading.h"

#include <stddef.h>

/* The playlists as they are known from an earlier run. */

struct known_playlist {
    char *id;
    struct filed_contents contents;
};

struct known_playlists;

/*
 * Reads a file ("-": standard input) of lines "ID SNAPSHOT_ID COUNT", with "-" for a snapshot that
 * is not certain. Further words of a line, in any order:
 *
 *   refused        the app may not read the items as of that snapshot
 *   digest=N       of the items that are stored
 *   doubted=WORD   the last doubt about them, or that they were refused (filing.h)
 *
 * A line "owner USER" names the account's user, and "reading {JSON}" is that of reading.h. Or the
 * file has messages (known_file.h). NULL with *error as known_file_read.
 */
struct known_playlists *known_playlists_read(const char *name, struct error *error);

/* The playlist of this id, or NULL. It stays the known list's, which may be NULL. */
const struct known_playlist *known_playlists_find(const struct known_playlists *known,
                                                  const char *id);

size_t known_playlists_count(const struct known_playlists *known);

/* The playlist of number `index`, which is under known_playlists_count. */
const struct known_playlist *known_playlists_get(const struct known_playlists *known, size_t index);

/* The account's user, or NULL. It stays the known list's, which may be NULL. */
const char *known_playlists_owner(const struct known_playlists *known);

/* The messages, or NULL. They stay the known list's, which may be NULL. */
struct known_records *known_playlists_records(const struct known_playlists *known);

/* What the list of playlists showed last, or NULL. It stays the known list's, which may be NULL,
 * but what it holds may be taken. */
struct reading *known_playlists_reading(struct known_playlists *known);

void known_playlists_free(struct known_playlists *known);

#endif
