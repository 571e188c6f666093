#ifndef SPOTIFY_SYNC_TOKEN_H
#define SPOTIFY_SYNC_TOKEN_H

#include "base/error.h"
#include "http/transport.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * The access token of RFC 6750 that requests carry: the one in SPOTIFY_ACCESS_TOKEN if that is set,
 * else that of the stored sign-in (sign_in.h), which is renewed as it ends (renewal.h) while the
 * transport carries other requests. A token never goes into a message, an argument or a log.
 */

struct token;

/*
 * Takes the token of the environment, or of the account that SPOTIFY_SYNC_ACCOUNT names; it is
 * renewed over the transport, which outlives it. NULL with *error: EX_NOPERM if nobody is signed
 * in, if what the variable holds cannot be a token, or if SPOTIFY_SYNC_USER_ID is set and somebody
 * else is signed in; EX_CONFIG, EX_IOERR and EX_OSERR as in sign_in.h.
 */
struct token *token_open(struct transport *transport, struct error *error);

/* A token that the caller has, and that is not renewed. NULL with *error (EX_OSERR). */
struct token *token_from_text(const char *text, struct error *error);

enum token_state {
    TOKEN_GOOD,    /* send requests with it */
    TOKEN_AWAITED, /* it is being renewed, and no longer good: ask again */
    TOKEN_LOST,    /* there is no token left */
};

/*
 * Gives the token to send a request with; it stays good memory until the next call of one of these
 * functions. *number distinguishes it from those before it. Begins a renewal if it is about to end.
 * *wake (timestamp_monotonic) is lowered to when to call token_step, if that depends on the time.
 * TOKEN_LOST with *error, the same at each call from then on: EX_NOPERM if the user must sign in
 * again; EX_UNAVAILABLE, EX_PROTOCOL, EX_CONFIG, EX_IOERR, EX_SOFTWARE or EX_OSERR if it cannot be
 * renewed.
 */
enum token_state token_get(struct token *token, const char **text, int64_t *number, int64_t *wake,
                           struct error *error);

/* Takes a renewal further, if one has begun. *wake is lowered as by token_get. */
void token_step(struct token *token, int64_t *wake);

/*
 * The API refused the token of this number. True if there is, or may soon be, another to try.
 * False with *error as token_get, or with *error left alone if it cannot be renewed at all.
 */
bool token_refused(struct token *token, int64_t number, struct error *error);

/* The app that the token was given to, or "" if that is not known. */
const char *token_client_id(const struct token *token);

/* Wipes and frees. Waits for the answer to a renewal that is under way, for it may be the only one
 * that has the next refresh token. */
void token_close(struct token *token);

#endif
