#ifndef SPOTIFY_SYNC_OAUTH_H
#define SPOTIFY_SYNC_OAUTH_H

#include "auth/token_request.h"
#include "base/buffer.h"

/* Spotify's accounts service at SPOTIFY_ACCOUNTS_URL: OAuth 2.0 (RFC 6749) for an app without a
 * secret, with PKCE (RFC 7636). */

/*
 * Makes the address at which a user signs in, the caller's to free. It holds no secret. `to_write`
 * asks for the scopes that write, too. NULL with *error: EX_CONFIG for a SPOTIFY_ACCOUNTS_URL that
 * cannot be right, EX_OSERR.
 */
char *oauth_authorize_url(const char *client_id, const char *redirect_uri, const char *state,
                          const char *challenge, bool to_write, struct error *error);

/* Appends to *missing, separated by commas, the scopes that are asked for at that address to read,
 * or only those to write, and are not in `granted`, a list separated by spaces. False without
 * memory. */
bool oauth_missing_scopes(const char *granted, bool to_write, struct buffer *missing);

/*
 * Exchanges the code that a sign-in ended with, and waits for the tokens. oauth_tokens_clear frees
 * *tokens, which have a refresh token. False with *error as token_request_step, or EX_CONFIG for a
 * SPOTIFY_ACCOUNTS_URL that cannot be right.
 */
bool oauth_exchange(const char *client_id, const char *code, const char *redirect_uri,
                    const char *verifier, struct oauth_tokens *tokens, struct error *error);

/* Begins to ask for a new access token; the transport outlives the request. NULL with *error:
 * EX_CONFIG for a SPOTIFY_ACCOUNTS_URL that cannot be right, EX_SOFTWARE, EX_OSERR. */
struct token_request *oauth_begin_refresh(struct transport *transport, const char *client_id,
                                          const char *refresh_token, struct error *error);

#endif
