#ifndef SPOTIFY_SYNC_PROFILE_H
#define SPOTIFY_SYNC_PROFILE_H

#include "api/api.h"

#include <jv.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * Asks the API for the profile of the token's user, an object whose `id` is a string that is not
 * empty. *profile is the caller's to free; *received_at is when it came. No other request is
 * pending. False with *error: the statuses of api.h, EXIT_LIMITED for a limit, which ends at
 * *reset_at.
 */
bool profile_fetch(struct api *api, jv *profile, int64_t *received_at, int64_t *reset_at,
                   struct error *error);

/* Returns a copy of a member that is a string, the caller's to free; NULL when it is none, or when
 * memory cannot be had. */
char *profile_text(jv profile, const char *member);

#endif
