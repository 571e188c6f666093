#ifndef SPOTIFY_SYNC_OWNER_H
#define SPOTIFY_SYNC_OWNER_H

#include "api/api.h"

#include <jv.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * The user whose token requests are made with: whoever signed in, or the owner of the token in
 * SPOTIFY_ACCESS_TOKEN, who is requested once for each such token (token_owner.h).
 *
 * *profile is as GET /me gave it, the caller's to free, and *known_at when it came.
 */

/*
 * Recalls the profile without a request. It is invalid if a request is needed. Of a sign-in that an
 * earlier version stored only the ids and the name are known. False with *error: EX_CONFIG for the
 * name of the account, and as sign_in_open and sign_in_read.
 */
bool owner_recall(jv *profile, int64_t *known_at, struct error *error);

/* Requests the profile, and remembers it. False with *error as profile_fetch. */
bool owner_request(struct api *api, jv *profile, int64_t *known_at, struct error *error);

/* The id that identifies the account of a profile, the caller's to free: its account_id or, if
 * Spotify gives none, the user's id. NULL with *error (EX_OSERR). */
char *owner_profile_id(jv profile, struct error *error);

/* That id of the owner, if it is wanted; else *id is NULL. Recalls the profile, or requests it if
 * it is not known or has no account_id. False with *error as both. */
bool owner_id(struct api *api, bool is_wanted, char **id, struct error *error);

/* The same without a request. NULL with *error: as owner_recall, and EX_NOPERM if a request is
 * needed. */
char *owner_known_id(struct error *error);

/* An entry in a program's option table (options.h). */
#define ACCOUNT_ID_OPTION_ENTRY(flag)                                                              \
    {                                                                                              \
        .name = "account-id", .help = "put the account's id into each record and its key",         \
        .kind = OPTION_FLAG, .target = &(flag)                                                     \
    }

#endif
