#ifndef SPOTIFY_SYNC_WHOSE_H
#define SPOTIFY_SYNC_WHOSE_H

#include "known_playlists.h"

#include <jv.h>

/* Whose a playlist is, as far as is known. */
enum whose {
    WHOSE_UNKNOWN, /* the account's user is not known (known_playlists.h) */
    WHOSE_OWN,     /* the account's */
    WHOSE_SHARED,  /* another user's, who lets others change it: any app may read it for them */
    WHOSE_OTHERS,  /* another user's */
};

/* Whose the playlist of this RECORD is, which stays the caller's. */
enum whose whose_playlist(const struct known_playlists *known, jv record);

/* Whether it may be the account's own. */
bool whose_may_be_own(enum whose whose);

#endif
