#ifndef SPOTIFY_SYNC_TOKEN_OWNER_H
#define SPOTIFY_SYNC_TOKEN_OWNER_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * The owner of an access token that the user passed in the environment, remembered between runs, so
 * that one request is sent for each such token. Of the token only its SHA-256 is kept, in the file
 * given-token of the account (account_files.h).
 */

struct token_owner {
    char *user_id;
    char *account_id; /* NULL: the API gave none */
    char *profile;    /* the API's answer, a JSON object on one line; NULL: it is not known */
    int64_t known_at; /* when the API's answer came */
};

/*
 * Recalls the owner of a token. token_owner_clear frees *owner; its user_id is NULL if it is not
 * remembered. False with *error: EX_CONFIG, EX_IOERR, EX_OSERR.
 */
bool token_owner_recall(const char *account, const char *token, struct token_owner *owner,
                        struct error *error);

/* Remembers the owner of a token in place of the last one. False with *error: EX_CONFIG, EX_IOERR,
 * EX_OSERR, EX_UNAVAILABLE. */
bool token_owner_remember(const char *account, const char *token, const struct token_owner *owner,
                          struct error *error);

void token_owner_clear(struct token_owner *owner);

#endif
