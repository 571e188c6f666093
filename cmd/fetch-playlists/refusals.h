#ifndef SPOTIFY_SYNC_REFUSALS_H
#define SPOTIFY_SYNC_REFUSALS_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Which of the account's own playlists the app may not read.
 *
 * In Development Mode Spotify refuses the items of other people's playlists, and these are
 * remembered as refused until their snapshot changes. A refusal of an own playlist is due to the
 * app or to what the user has allowed it: each run asks again. If all own playlists that are asked
 * for are refused, and no other one is known to be readable, the run fails. Without the owner's
 * name (known_playlists.h) every playlist may be an own one.
 */

/* Counts of own playlists; begins as {0}. */
struct refusals {
    size_t asked;
    size_t refused;
    size_t readable; /* read by an earlier run, and unchanged since */
    bool is_news;    /* one was not refused before */
    char name[80];   /* of the first one */
    char words[300]; /* Spotify's, about it */
};

/* A playlist of this name is refused with these words. */
void refusals_add(struct refusals *refusals, const char *name, const char *words, bool is_news);

/* Logs what was refused. False with *error (EX_NOPERM) if the run fails because of it. */
bool refusals_conclude(const struct refusals *refusals, struct error *error);

#endif
