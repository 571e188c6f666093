#include "auth/renewal.h"
#include "auth/oauth.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/timestamp.h"
#include "state/account.h"
#include "state/account_files.h"

#include <stdlib.h>
#include <string.h>

#define LONGEST_AHEAD (60 * TIMESTAMP_SECOND)

struct renewal {
    struct sign_in_store *store;
    struct transport *transport;
    struct renewal_terms terms;
    int64_t begun_at; /* of timestamp_monotonic */
    bool is_locked;
    struct sign_in sign_in;        /* as it stands in the file, once that is locked */
    struct token_request *request; /* NULL: the lock is waited for */
};

int64_t renewal_due_at(const struct sign_in *sign_in)
{
    int64_t ahead = sign_in->token_life / 10;

    return sign_in->token_ends_at - (ahead < LONGEST_AHEAD ? ahead : LONGEST_AHEAD);
}

bool renewal_check_user(const struct sign_in *sign_in, const char *user_id, struct error *error)
{
    if (!user_id || !*user_id || strcmp(user_id, sign_in->user_id) == 0)
        return true;
    return error_set(error, EX_NOPERM, "'%.60s' is now signed in instead of '%.60s': start again",
                     sign_in->user_id, user_id);
}

struct renewal *renewal_begin(struct sign_in_store *store, struct transport *transport,
                              const struct renewal_terms *terms, struct error *error)
{
    struct renewal *renewal = calloc(1, sizeof *renewal);

    if (!renewal) {
        (void)error_no_memory(error);
        return NULL;
    }
    renewal->store = store;
    renewal->transport = transport;
    renewal->terms = *terms;
    renewal->begun_at = timestamp_monotonic();
    return renewal;
}

static void move_secret(char **to, char **from)
{
    secret_free(*to);
    *to = *from;
    *from = NULL;
}

/* The refresh token is worthless: it is not kept, and no run tries it again. */
static void discard_tokens(struct renewal *renewal, struct error *error)
{
    struct sign_in *sign_in = &renewal->sign_in;
    struct error unwritten;
    char *none = NULL;

    move_secret(&sign_in->access_token, &none);
    move_secret(&sign_in->refresh_token, &none);
    sign_in->ended = strdup(error->text);
    (void)error_set(error, EX_NOPERM, "the sign-in has ended (%s): run '%s' to sign in again",
                    sign_in->ended ? sign_in->ended : "",
                    account_login_command(renewal->terms.account));
    if (!sign_in->ended || !sign_in_write(renewal->store, sign_in, &unwritten)) {
        bool removed;
        /* the disk may be full, and a removal needs no room; what is left will be refused again */
        (void)sign_in_remove(renewal->store, &removed, &unwritten);
    }
}

/* The refresh token was refused for no reason that ends it: it is kept for the next run. */
static void set_aside(const struct renewal *renewal, struct error *error)
{
    const struct error reason = *error;

    (void)error_set(error, EX_NOPERM,
                    "Spotify does not accept the sign-in now (%.120s): the next run tries again; "
                    "if that fails, too, run '%s' to sign in again",
                    reason.text, account_login_command(renewal->terms.account));
}

/* Waits for the lock; then takes what another process got, or requests a new token. */
static enum renewal_state ask_for_token(struct renewal *renewal, int64_t *wake, struct error *error)
{
    struct sign_in *sign_in = &renewal->sign_in;
    int64_t next_try = timestamp_monotonic() + ACCOUNT_FILES_LOCK_INTERVAL;
    bool is_same;

    if (!sign_in_try_lock(renewal->store, renewal->begun_at, &renewal->is_locked, error))
        return RENEWAL_FAILED;
    if (!renewal->is_locked) {
        *wake = next_try < *wake ? next_try : *wake;
        return RENEWAL_PENDING;
    }
    if (!sign_in_read(renewal->store, sign_in, error) ||
        !renewal_check_user(sign_in, renewal->terms.user_id, error))
        return RENEWAL_FAILED;
    is_same = strcmp(sign_in->access_token, renewal->terms.access_token) == 0;
    if (!(renewal->terms.is_refused && is_same) && timestamp_now() < renewal_due_at(sign_in))
        return RENEWAL_DONE;
    /* what comes may be the only good refresh token then: make sure first that it can be kept */
    if (!sign_in_write(renewal->store, sign_in, error))
        return RENEWAL_FAILED;
    renewal->request =
        oauth_begin_refresh(renewal->transport, sign_in->client_id, sign_in->refresh_token, error);
    return renewal->request ? RENEWAL_PENDING : RENEWAL_FAILED;
}

static enum renewal_state take_tokens(struct renewal *renewal, struct oauth_tokens *tokens,
                                      struct error *error)
{
    struct sign_in *sign_in = &renewal->sign_in;

    move_secret(&sign_in->access_token, &tokens->access_token);
    if (tokens->refresh_token)
        move_secret(&sign_in->refresh_token, &tokens->refresh_token);
    sign_in->token_ends_at = tokens->asked_at + tokens->life;
    sign_in->token_life = tokens->life;
    if (tokens->scope) {
        free(sign_in->scope);
        sign_in->scope = tokens->scope;
        tokens->scope = NULL;
    }
    oauth_tokens_clear(tokens);
    log_info("renewed the access token");
    return sign_in_write(renewal->store, sign_in, error) ? RENEWAL_DONE : RENEWAL_FAILED;
}

static enum renewal_state take_step(struct renewal *renewal, int64_t *wake, struct error *error)
{
    enum renewal_state state = RENEWAL_PENDING;
    struct oauth_tokens tokens = {0};

    if (!renewal->request)
        state = ask_for_token(renewal, wake, error);
    if (state != RENEWAL_PENDING || !renewal->request)
        return state;
    switch (token_request_step(renewal->request, &tokens, wake, error)) {
    case TOKEN_REQUEST_PENDING:
        return RENEWAL_PENDING;
    case TOKEN_REQUEST_GRANTED:
        return take_tokens(renewal, &tokens, error);
    case TOKEN_REQUEST_FAILED:
        break;
    }
    if (tokens.has_ended)
        discard_tokens(renewal, error);
    else if (error->status == EX_NOPERM)
        set_aside(renewal, error);
    return RENEWAL_FAILED;
}

enum renewal_state renewal_step(struct renewal *renewal, struct sign_in *sign_in, int64_t *wake,
                                struct error *error)
{
    enum renewal_state state = take_step(renewal, wake, error);

    if (state == RENEWAL_DONE) {
        *sign_in = renewal->sign_in;
        renewal->sign_in = (struct sign_in){0};
    }
    return state;
}

bool renewal_is_under_way(const struct renewal *renewal)
{
    return renewal->request && token_request_is_under_way(renewal->request);
}

void renewal_free(struct renewal *renewal)
{
    if (!renewal)
        return;
    token_request_free(renewal->request);
    sign_in_clear(&renewal->sign_in);
    sign_in_unlock(renewal->store);
    free(renewal);
}
