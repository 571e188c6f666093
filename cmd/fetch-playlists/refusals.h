#ifndef SPOTIFY_SYNC_REFUSALS_H
#define SPOTIFY_SYNC_REFUSALS_H

#include "base/error.h"
#include "whose.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Which playlists the app may not read.
 *
 * In Development Mode Spotify refuses the items of other people's playlists, and these are
 * remembered as refused until their snapshot changes. But one answer is no proof: the first refusal
 * of a playlist's items is a doubt (filing.h), because of which the next run asks again. A second
 * one in a row is believed, and a first one if all others say the same: three or more of other
 * people's playlists are refused, in this run or since an earlier one, none has ever been read, and
 * no own one is refused in this run. (A shared one says nothing about the others.)
 *
 * A refusal of an own playlist is due to the app or to what the user has allowed it: each run asks
 * again. If all own playlists that are asked for are refused, and no other one is known to be
 * readable, the run fails. Without the owner's name (known_playlists.h) every playlist may be an
 * own one.
 */

enum { REFUSALS_OF_ALL = 3 };

/* Playlists that were refused in this run. */
struct refused_playlists {
    size_t count;
    char name[80];   /* of the first one */
    char words[300]; /* Spotify's, about it */
};

/* Begins as {0}. */
struct refusals {
    size_t asked;    /* own ones */
    size_t readable; /* own ones that an earlier run has read, and that are unchanged */
    struct refused_playlists own, doubted;
    bool is_news;                           /* one of the own ones was not refused before */
    size_t others_refused, others_readable; /* of other people's, in any run */
};

/* What an earlier run knew of a playlist; `unchanged`: as of the snapshot that is listed now. */
void refusals_know(struct refusals *refusals, enum whose whose,
                   const struct filed_contents *contents, bool unchanged);

/* A playlist's items were read. */
void refusals_read(struct refusals *refusals, enum whose whose);

/* A playlist of this name is refused with these words; `was_refused`: the last time, too. */
void refusals_add(struct refusals *refusals, enum whose whose, const char *name, const char *words,
                  bool was_refused);

/* Whether the first refusals of other people's playlists are believed. */
bool refusals_are_of_all(const struct refusals *refusals);

/* Logs how many refusals were not believed, if any. */
void refusals_report_doubts(const struct refusals *refusals);

/* Logs which own ones were refused. False with *error (EX_NOPERM) if the run fails because of it.
 */
bool refusals_conclude(const struct refusals *refusals, struct error *error);

#endif
