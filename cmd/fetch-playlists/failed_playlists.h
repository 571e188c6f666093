#ifndef SPOTIFY_SYNC_FAILED_PLAYLISTS_H
#define SPOTIFY_SYNC_FAILED_PLAYLISTS_H

#include "queued_playlist.h"

#include <stddef.h>

/*
 * The playlists whose items could not be read, and what that says about the others.
 *
 * A playlist that always fails is no reason to leave out the others, wherever in the list it is. So
 * until the items of one playlist were answered (be it with 403 or 404), some others are asked for,
 * from all over the list, and the reading ends only if these fail too: after FAILED_TRIES tries. A
 * playlist that fails costs five tries, one that is refused costs one. Once the items of one were
 * answered, FAILED_IN_A_ROW in a row end the reading.
 */

enum { FAILED_TRIES = 15, FAILED_IN_A_ROW = 50 };

/* Begins as {0}. */
struct failed_playlists {
    size_t answered; /* the answers about items that were none of a failure */
    size_t count, in_a_row;
    size_t tries;       /* that they cost */
    struct error first; /* why the first one failed */
    char names[200];    /* of the first ones, in quotation marks */
};

/* A playlist's items were answered. */
void failed_playlists_answer(struct failed_playlists *failed);

/* Leaves out a playlist because of *reason, unless it is left out already. False with *error if the
 * reading ends. */
bool failed_playlists_add(struct failed_playlists *failed, struct queued_playlist *playlist,
                          const struct error *reason, struct error *error);

/* Whether a further playlist may be asked for, after `begun` others. */
bool failed_playlists_allow(const struct failed_playlists *failed, size_t begun);

/* Puts playlists from all over a list of `count` first in it. */
void failed_playlists_spread(struct queued_playlist **first, size_t count);

/* True if none of `count` playlists failed. Else false with *error, which names them. */
bool failed_playlists_conclude(const struct failed_playlists *failed, size_t count,
                               struct error *error);

#endif
