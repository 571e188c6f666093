#ifndef SPOTIFY_SYNC_TOKEN_OWNER_H
#define SPOTIFY_SYNC_TOKEN_OWNER_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Whose an access token is that the user gave by hand, remembered between runs, so that the API is
 * asked once for each such token. Of the token no more than its SHA-256 is kept, in the file
 * given-token of the account (account_files.h).
 */

/*
 * Recalls the user of a token. *user_id, the caller's to free, is NULL when that is not remembered;
 * *known_at is when the API told it. False with *error: EX_CONFIG, EX_IOERR, EX_OSERR.
 */
bool token_owner_recall(const char *account, const char *token, char **user_id, int64_t *known_at,
                        struct error *error);

/* Remembers the user of a token in place of the last one. False with *error: EX_CONFIG, EX_IOERR,
 * EX_OSERR, EX_UNAVAILABLE. */
bool token_owner_remember(const char *account, const char *token, const char *user_id,
                          int64_t known_at, struct error *error);

#endif
