#ifndef SPOTIFY_SYNC_TOKEN_H
#define SPOTIFY_SYNC_TOKEN_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * The access token of RFC 6750 that requests carry: that of SPOTIFY_ACCESS_TOKEN where it is set,
 * else that of the stored sign-in (sign_in.h), which is renewed as it ends. Of all processes that
 * use a sign-in one renews it, and the others take what it got. A token never goes into a message,
 * an argument or a log.
 */

struct token;

/*
 * Takes the token of the environment or of the account that SPOTIFY_SYNC_ACCOUNT names. NULL with
 * *error: EX_NOPERM when nobody is signed in, when what the variable holds cannot be a token, or
 * when SPOTIFY_SYNC_USER_ID is set and somebody else is signed in; EX_CONFIG, EX_IOERR and EX_OSERR
 * as sign_in.h has them.
 */
struct token *token_open(struct error *error);

/* A token that the caller has, and that is not renewed. NULL with *error (EX_OSERR). */
struct token *token_from_text(const char *text, struct error *error);

/*
 * Returns the token to send a request with, renewed if it is about to end; it stays good memory
 * until the next call. *number tells it from those before it. NULL with *error, the same at each
 * call from then on, when there is none any more: EX_NOPERM when the user must sign in again,
 * EX_UNAVAILABLE, EX_PROTOCOL, EX_CONFIG or EX_IOERR when it cannot be renewed. May wait for the
 * network or another process.
 */
const char *token_get(struct token *token, int64_t *number, struct error *error);

/*
 * The API refused the token of this number. True when there is another to try, which may have been
 * there already. False with *error as token_get, or left alone where it cannot be renewed at all.
 */
bool token_refused(struct token *token, int64_t number, struct error *error);

/* The app that the token was given to, or "" where that is not known. */
const char *token_client_id(const struct token *token);

/* Wipes and frees. */
void token_close(struct token *token);

#endif
