#ifndef SPOTIFY_SYNC_STILL_SAVED_H
#define SPOTIFY_SYNC_STILL_SAVED_H

#include "api/api.h"
#include "base/ids.h"

/* What Spotify says when it is asked whether tracks are saved. */
enum still_saved {
    STILL_SAVED_NONE,
    STILL_SAVED_SOME,
    STILL_SAVED_UNKNOWN, /* it gives no answer */
};

/* Asks about tracks, 40 in a request and one request after the other, until *answer is certain.
 * False with *error as library_contains_ask. */
bool still_saved_ask(struct api *api, const struct ids *tracks, enum still_saved *answer,
                     struct error *error);

#endif
