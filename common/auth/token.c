#include "auth/token.h"
#include "auth/bearer_token.h"
#include "auth/renewal.h"
#include "auth/sign_in.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/timestamp.h"
#include "state/account.h"

#include <stdlib.h>
#include <string.h>

/* While a token is still good, renewing that failed is tried again after this. */
#define RETRY_AFTER (10 * TIMESTAMP_SECOND)

struct token {
    const char *account;
    struct transport *transport;
    struct sign_in_store *store; /* NULL: a token that is not renewed */
    struct sign_in sign_in;
    char *text; /* instead of a sign-in */
    int64_t number;
    bool is_refused;         /* the API does not accept the newest one */
    struct renewal *renewal; /* NULL: none has begun */
    struct error trouble;    /* of the renewal, so far; status EX_OK: none */
    int64_t not_before;      /* when renewing may be tried again */
    struct error failure;    /* status EX_OK: none */
};

struct token *token_from_text(const char *text, struct error *error)
{
    struct token *token = calloc(1, sizeof *token);

    if (token && (token->text = strdup(text)))
        return token;
    token_close(token);
    (void)error_no_memory(error);
    return NULL;
}

/* The driver names whom its database belongs to, so that a sign-in that is replaced while a sync
 * runs does not mix two libraries. */
static const char *wanted_user(const struct token *token)
{
    return token->sign_in.user_id ? token->sign_in.user_id : getenv("SPOTIFY_SYNC_USER_ID");
}

struct token *token_open(struct transport *transport, struct error *error)
{
    const char *text = getenv("SPOTIFY_ACCESS_TOKEN");
    struct token *token;
    struct sign_in sign_in = {0};

    if (text && *text) {
        if (bearer_token_is_valid(text))
            return token_from_text(text, error);
        (void)error_set(error, EX_NOPERM, "SPOTIFY_ACCESS_TOKEN is not a valid access token");
        return NULL;
    }
    token = calloc(1, sizeof *token);
    if (!token) {
        (void)error_no_memory(error);
        return NULL;
    }
    token->transport = transport;
    token->account = account_name(NULL, error);
    if (!token->account || !(token->store = sign_in_open(token->account, false, error)) ||
        !sign_in_read(token->store, &sign_in, error) ||
        !renewal_check_user(&sign_in, wanted_user(token), error)) {
        sign_in_clear(&sign_in);
        token_close(token);
        return NULL;
    }
    token->sign_in = sign_in;
    return token;
}

static bool is_good(const struct token *token)
{
    return !token->store || (!token->is_refused && timestamp_now() < token->sign_in.token_ends_at);
}

static void begin_renewal(struct token *token)
{
    const struct renewal_terms terms = {.account = token->account,
                                        .user_id = wanted_user(token),
                                        .access_token = token->sign_in.access_token,
                                        .is_refused = token->is_refused};

    token->trouble.status = EX_OK;
    token->renewal = renewal_begin(token->store, token->transport, &terms, &token->failure);
}

/* A token that is still good is used on when the accounts service cannot be reached, or a new one
 * not be kept. */
static bool can_wait(struct token *token, const struct error *error)
{
    int64_t next = timestamp_now() + RETRY_AFTER;

    if ((error->status != EX_UNAVAILABLE && error->status != EX_IOERR) || !is_good(token))
        return false;
    log_warning("cannot renew the access token yet: %s", error->text);
    token->not_before = next < token->sign_in.token_ends_at ? next : token->sign_in.token_ends_at;
    return true;
}

void token_step(struct token *token, int64_t *wake)
{
    struct sign_in sign_in;
    enum renewal_state state;

    if (!token->renewal)
        return;
    state = renewal_step(token->renewal, &sign_in, wake, &token->trouble);
    if (state == RENEWAL_PENDING)
        return;
    renewal_free(token->renewal);
    token->renewal = NULL;
    *wake = 0;
    if (state == RENEWAL_DONE) {
        sign_in_clear(&token->sign_in);
        token->sign_in = sign_in;
        token->number++;
        token->is_refused = false;
    } else if (!can_wait(token, &token->trouble)) {
        token->failure = token->trouble;
    }
}

enum token_state token_get(struct token *token, const char **text, int64_t *number, int64_t *wake,
                           struct error *error)
{
    int64_t now = timestamp_now();

    if (token->store && !token->failure.status && !token->renewal &&
        (token->is_refused ||
         (now >= renewal_due_at(&token->sign_in) && now >= token->not_before))) {
        begin_renewal(token);
        token_step(token, wake);
    }
    if (token->failure.status) {
        *error = token->failure;
        return TOKEN_LOST;
    }
    *number = token->number;
    *text = token->text ? token->text : token->sign_in.access_token;
    return is_good(token) ? TOKEN_GOOD : TOKEN_AWAITED;
}

bool token_refused(struct token *token, int64_t number, struct error *error)
{
    if (!token->store)
        return false;
    if (token->failure.status) {
        *error = token->failure;
        return false;
    }
    if (number == token->number)
        token->is_refused = true;
    return true;
}

const char *token_client_id(const struct token *token)
{
    const char *client_id = getenv("SPOTIFY_CLIENT_ID");

    if (token->sign_in.client_id)
        return token->sign_in.client_id;
    return client_id ? client_id : "";
}

/* Waits for the answer to a request that is under way, and begins nothing more. */
static void end_renewal(struct token *token)
{
    bool is_asked = token->renewal && renewal_is_under_way(token->renewal);
    struct error ignored; /* nobody is left to use a token */
    int64_t wake = 0;

    while (token->renewal && renewal_is_under_way(token->renewal)) {
        if (!transport_wait(token->transport, NULL, 0, wake, &ignored))
            break;
        wake = INT64_MAX;
        if (!transport_drive(token->transport, &wake, &ignored))
            break;
    }
    if (is_asked)
        token_step(token, &wake);
    if (token->renewal && token->trouble.status)
        (void)can_wait(token, &token->trouble);
    renewal_free(token->renewal);
    token->renewal = NULL;
}

void token_close(struct token *token)
{
    if (!token)
        return;
    end_renewal(token);
    secret_free(token->text);
    sign_in_clear(&token->sign_in);
    sign_in_close(token->store);
    free(token);
}
