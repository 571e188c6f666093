#ifndef SPOTIFY_SYNC_RENEWAL_H
#define SPOTIFY_SYNC_RENEWAL_H

#include "auth/sign_in.h"
#include "base/error.h"
#include "http/transport.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * The renewal of a stored sign-in's access token, which its owner takes further step by step. Of
 * all processes that use a sign-in one renews it under the lock of the account's files, and the
 * others take what it got. A refresh token that has expired or was revoked is discarded. One that
 * is refused for another reason, or without one, is kept: it fails this run, and the next one tries
 * it again.
 */

struct renewal;

struct renewal_terms {
    const char *account;
    const char *user_id;      /* whose sign-in it must be; NULL or "": anybody's */
    const char *access_token; /* the one to be replaced */
    bool is_refused;          /* the API does not accept it, however long it may live */
};

/* Begins a renewal; terms, store and transport outlive it. NULL with *error (EX_OSERR). */
struct renewal *renewal_begin(struct sign_in_store *store, struct transport *transport,
                              const struct renewal_terms *terms, struct error *error);

enum renewal_state { RENEWAL_PENDING, RENEWAL_DONE, RENEWAL_FAILED };

/*
 * Takes the renewal further without waiting for the network or another process. *wake
 * (timestamp_monotonic) is lowered to when to call again, if that depends on the time. DONE:
 * *sign_in has a new token, and sign_in_clear frees it. FAILED with *error: EX_NOPERM if the user
 * must sign in again, or somebody else has; EX_UNAVAILABLE, EX_PROTOCOL, EX_CONFIG, EX_IOERR,
 * EX_SOFTWARE or EX_OSERR if it cannot be renewed.
 */
enum renewal_state renewal_step(struct renewal *renewal, struct sign_in *sign_in, int64_t *wake,
                                struct error *error);

/* Whether the accounts service may have spent the refresh token, and its answer has not come. */
bool renewal_is_under_way(const struct renewal *renewal);

/* When a token is to be renewed: a tenth of its life before its end, a minute at most. */
int64_t renewal_due_at(const struct sign_in *sign_in);

/* Whether this sign-in is the user's; NULL or "" is anybody. False with *error (EX_NOPERM). */
bool renewal_check_user(const struct sign_in *sign_in, const char *user_id, struct error *error);

/* Gives up what is not done, and the lock. */
void renewal_free(struct renewal *renewal);

#endif
