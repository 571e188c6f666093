#include "auth/token.h"
#include "auth/bearer_token.h"
#include "auth/oauth.h"
#include "auth/sign_in.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/timestamp.h"
#include "state/account.h"

#include <stdlib.h>
#include <string.h>

/* A token is renewed a tenth of its life ahead of its end, and at most this. */
#define LONGEST_AHEAD (60 * TIMESTAMP_SECOND)
/* While a token is still good, renewing that failed is tried again after this. */
#define RETRY_AFTER (10 * TIMESTAMP_SECOND)

struct token {
    const char *account;
    struct sign_in_store *store; /* NULL: a token that is not renewed */
    struct sign_in sign_in;
    char *text; /* instead of a sign-in */
    int64_t number;
    int64_t not_before;   /* when renewing may be tried again */
    struct error failure; /* status 0: none */
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
static bool check_user(const struct token *token, const struct sign_in *sign_in,
                       struct error *error)
{
    const char *user_id = token->sign_in.user_id;

    if (!user_id)
        user_id = getenv("SPOTIFY_SYNC_USER_ID");
    if (!user_id || !*user_id || strcmp(user_id, sign_in->user_id) == 0)
        return true;
    return error_set(error, EX_NOPERM, "'%.60s' is now signed in instead of '%.60s': start again",
                     sign_in->user_id, user_id);
}

struct token *token_open(struct error *error)
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
    token->account = account_name(NULL, error);
    if (!token->account || !(token->store = sign_in_open(token->account, false, error)) ||
        !sign_in_read(token->store, &sign_in, error) || !check_user(token, &sign_in, error)) {
        sign_in_clear(&sign_in);
        token_close(token);
        return NULL;
    }
    token->sign_in = sign_in;
    return token;
}

static int64_t renew_at(const struct sign_in *sign_in)
{
    int64_t ahead = sign_in->token_life / 10;

    return sign_in->token_ends_at - (ahead < LONGEST_AHEAD ? ahead : LONGEST_AHEAD);
}

/* Takes over a sign-in as the newest. */
static void adopt(struct token *token, struct sign_in *sign_in)
{
    sign_in_clear(&token->sign_in);
    token->sign_in = *sign_in;
    *sign_in = (struct sign_in){0};
    token->number++;
}

static void move_secret(char **to, char **from)
{
    secret_free(*to);
    *to = *from;
    *from = NULL;
}

/* The refresh token is worth nothing any more: it is not kept, and nobody tries it again. */
static void discard(struct token *token, struct sign_in *sign_in, struct error *error)
{
    struct error unwritten;
    char *none = NULL;

    move_secret(&sign_in->access_token, &none);
    move_secret(&sign_in->refresh_token, &none);
    sign_in->ended = strdup(error->text);
    (void)error_set(error, EX_NOPERM, "the sign-in has ended (%s): run '%s' to sign in again",
                    sign_in->ended ? sign_in->ended : "", account_login_command(token->account));
    if (!sign_in->ended || !sign_in_write(token->store, sign_in, &unwritten)) {
        bool removed;
        /* the disk may be full, and a removal needs no room; what is left will be refused again */
        (void)sign_in_remove(token->store, &removed, &unwritten);
    }
}

/* Renews what stands in the file; the lock is held. */
static bool refresh(struct token *token, struct sign_in *sign_in, struct error *error)
{
    struct oauth_tokens tokens;

    /* what comes may be the only good refresh token then: that it can be kept is seen ahead */
    if (!sign_in_write(token->store, sign_in, error))
        return false;
    if (!oauth_refresh(sign_in->client_id, sign_in->refresh_token, &tokens, error)) {
        if (error->status == EX_NOPERM)
            discard(token, sign_in, error);
        return false;
    }
    move_secret(&sign_in->access_token, &tokens.access_token);
    if (tokens.refresh_token)
        move_secret(&sign_in->refresh_token, &tokens.refresh_token);
    sign_in->token_ends_at = tokens.asked_at + tokens.life;
    sign_in->token_life = tokens.life;
    oauth_tokens_clear(&tokens);
    log_info("renewed the access token");
    return sign_in_write(token->store, sign_in, error);
}

static bool renew(struct token *token, bool refused, struct error *error)
{
    struct sign_in sign_in = {0};
    bool renewed = false;
    bool same;

    if (!sign_in_lock(token->store, error))
        return false;
    if (!sign_in_read(token->store, &sign_in, error) || !check_user(token, &sign_in, error))
        goto out;
    same = strcmp(sign_in.access_token, token->sign_in.access_token) == 0;
    if ((refused && same) || timestamp_now() >= renew_at(&sign_in))
        renewed = refresh(token, &sign_in, error);
    else
        renewed = true;
    if (renewed)
        adopt(token, &sign_in);
out:
    sign_in_clear(&sign_in);
    sign_in_unlock(token->store);
    return renewed;
}

/* A token that is still good is used when the accounts service cannot be reached, or a new one not
 * be kept. */
static bool can_wait(struct token *token, const struct error *error)
{
    int64_t now = timestamp_now();

    if ((error->status != EX_UNAVAILABLE && error->status != EX_IOERR) ||
        now >= token->sign_in.token_ends_at)
        return false;
    log_warning("cannot renew the access token yet: %s", error->text);
    token->not_before = now + RETRY_AFTER < token->sign_in.token_ends_at
                            ? now + RETRY_AFTER
                            : token->sign_in.token_ends_at;
    return true;
}

const char *token_get(struct token *token, int64_t *number, struct error *error)
{
    int64_t now = timestamp_now();

    if (token->failure.status) {
        *error = token->failure;
        return NULL;
    }
    if (token->store && now >= renew_at(&token->sign_in) && now >= token->not_before &&
        !renew(token, false, error) && !can_wait(token, error)) {
        token->failure = *error;
        return NULL;
    }
    *number = token->number;
    return token->text ? token->text : token->sign_in.access_token;
}

bool token_refused(struct token *token, int64_t number, struct error *error)
{
    if (!token->store)
        return false;
    if (token->failure.status) {
        *error = token->failure;
        return false;
    }
    if (number != token->number)
        return true;
    if (renew(token, true, error))
        return true;
    token->failure = *error;
    return false;
}

const char *token_client_id(const struct token *token)
{
    const char *client_id = getenv("SPOTIFY_CLIENT_ID");

    if (token->sign_in.client_id)
        return token->sign_in.client_id;
    return client_id ? client_id : "";
}

void token_close(struct token *token)
{
    if (!token)
        return;
    secret_free(token->text);
    sign_in_clear(&token->sign_in);
    sign_in_close(token->store);
    free(token);
}
