#ifndef SPOTIFY_SYNC_OAUTH_H
#define SPOTIFY_SYNC_OAUTH_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/* Spotify's accounts service at SPOTIFY_ACCOUNTS_URL: OAuth 2.0 (RFC 6749) for an app without a
 * secret, with PKCE (RFC 7636). */

struct oauth_tokens {
    char *access_token;
    char *refresh_token; /* NULL: the one that there is stays good */
    int64_t life;        /* of the access token, microseconds */
    int64_t asked_at;    /* its life has begun by then at the earliest */
};

/*
 * Makes the address at which a user signs in, the caller's to free. It holds no secret. NULL with
 * *error: EX_CONFIG for a SPOTIFY_ACCOUNTS_URL that cannot be right, EX_OSERR.
 */
char *oauth_authorize_url(const char *client_id, const char *redirect_uri, const char *state,
                          const char *challenge, struct error *error);

/*
 * Exchanges the code that a sign-in ended with. oauth_tokens_clear frees *tokens, which have a
 * refresh token. False with *error: EX_NOPERM for a code that is not accepted, EX_CONFIG where the
 * app is not, EX_UNAVAILABLE when the service cannot be reached or keeps failing, EX_PROTOCOL when
 * its answer makes no sense, EX_OSERR.
 */
bool oauth_exchange(const char *client_id, const char *code, const char *redirect_uri,
                    const char *verifier, struct oauth_tokens *tokens, struct error *error);

/* Gets a new access token. False with *error as oauth_exchange; EX_NOPERM means that the refresh
 * token is worth nothing any more, and the text is why, in the service's words. */
bool oauth_refresh(const char *client_id, const char *refresh_token, struct oauth_tokens *tokens,
                   struct error *error);

/* Wipes and frees. */
void oauth_tokens_clear(struct oauth_tokens *tokens);

#endif
