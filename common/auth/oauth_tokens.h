#ifndef SPOTIFY_SYNC_OAUTH_TOKENS_H
#define SPOTIFY_SYNC_OAUTH_TOKENS_H

#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/* The tokens that the accounts service grants (RFC 6749, section 5). */

struct oauth_tokens {
    char *access_token;
    char *refresh_token; /* NULL: the old one stays good */
    char *scope;         /* what they allow; NULL: not said */
    int64_t life;        /* of the access token, microseconds */
    int64_t asked_at;    /* its life began no earlier */
    bool has_ended;      /* no tokens: the refresh token has expired or was revoked */
};

/*
 * Reads the service's answer; asked_at stays as it is. oauth_tokens_clear frees *tokens. False with
 * *error: EX_NOPERM for a code or refresh token that is not accepted, with the reason in the
 * service's words. Only if these say that it has expired or was revoked is it worthless
 * (has_ended): good tokens were once refused without a reason. EX_CONFIG if the app is not
 * accepted; EX_PROTOCOL if the answer makes no sense; EX_OSERR.
 */
bool oauth_tokens_read(long status, const struct buffer *body, struct oauth_tokens *tokens,
                       struct error *error);

/* Wipes and frees. */
void oauth_tokens_clear(struct oauth_tokens *tokens);

#endif
