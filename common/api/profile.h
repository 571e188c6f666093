#ifndef SPOTIFY_SYNC_PROFILE_H
#define SPOTIFY_SYNC_PROFILE_H

#include "api/api.h"

#include <jv.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * Asks the API for the profile of the token's user, an object whose `id` is a string that is not
 * empty. *profile is the caller's to free; *received_at is when it came. False with *error as
 * api_get_and_wait.
 */
bool profile_fetch(struct api *api, jv *profile, int64_t *received_at, struct error *error);

/* Makes of a profile a JSON text on one line to be remembered, the caller's to free; NULL if that
 * is too long. The profile stays the caller's. False if there is no memory. */
bool profile_print(jv profile, char **text);

#endif
