#include "api/profile.h"
#include "auth/oauth.h"
#include "auth/sign_in.h"
#include "base/browser.h"
#include "base/finish.h"
#include "base/log.h"
#include "base/output.h"
#include "base/printable.h"
#include "base/timestamp.h"
#include "callback.h"
#include "invitation.h"
#include "pkce.h"
#include "state/account.h"
#include "json/member.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* A refresh token ends this many months after the user's sign-in, whatever is refreshed before. */
#define MONTHS 6

/* What the user is asked for. */
struct sign_in_terms {
    long patience; /* how long to wait, microseconds */
    bool to_write; /* also to write to the account */
};

/* What a person reads, at once. */
static bool say(const struct buffer *text, struct error *error)
{
    printable(text->bytes, text->length);
    return output_line(text->bytes, text->length, error) && output_flush(error);
}

/* The same day six months later, or the last one of a shorter month. */
static int64_t sign_in_end(int64_t signed_in_at)
{
    time_t seconds = (time_t)(signed_in_at / TIMESTAMP_SECOND);
    struct tm date;
    int day;

    if (!gmtime_r(&seconds, &date))
        return signed_in_at;
    day = date.tm_mday;
    date.tm_mon += MONTHS;
    seconds = timegm(&date);
    if (date.tm_mday != day) {
        date.tm_mday = 0; /* the day before the first */
        seconds = timegm(&date);
    }
    return (int64_t)seconds * TIMESTAMP_SECOND;
}

static void format_day(int64_t time, char *text, size_t size)
{
    time_t seconds = (time_t)(time / TIMESTAMP_SECOND);
    struct tm date;

    if (!localtime_r(&seconds, &date) || strftime(text, size, "%Y-%m-%d", &date) == 0)
        *text = '\0';
}

static bool print_invitation(const char *address, const char *client_id, const char *redirect_uri,
                             struct error *error)
{
    struct buffer text = {0};
    bool said =
        invitation_append(&text, address, client_id, redirect_uri) || error_no_memory(error);

    said = said && say(&text, error);
    buffer_free(&text);
    return said;
}

/* Lets the user sign in, and exchanges the code. */
static bool get_tokens(struct callback *callback, const char *client_id,
                       const struct sign_in_terms *terms, struct oauth_tokens *tokens,
                       struct error *error)
{
    const char *redirect_uri = callback_address(callback);
    struct pkce pkce;
    struct buffer code = {.is_secret = true};
    char *address = NULL;
    bool done = false;

    if (!pkce_make(&pkce, error) ||
        !(address = oauth_authorize_url(client_id, redirect_uri, pkce.state, pkce.challenge,
                                        terms->to_write, error)) ||
        !print_invitation(address, client_id, redirect_uri, error))
        goto out;
    (void)signal(SIGCHLD, SIG_IGN); /* nobody waits for the browser */
    (void)browser_open(address);
    done = callback_wait(callback, pkce.state, STDIN_FILENO,
                         timestamp_monotonic() + terms->patience, &code, error) &&
           oauth_exchange(client_id, code.bytes, redirect_uri, pkce.verifier, tokens, error);
out:
    explicit_bzero(&pkce, sizeof pkce);
    buffer_free(&code);
    free(address);
    return done;
}

/* Requests the owner of the token. */
static bool get_user(const char *access_token, struct sign_in *sign_in, struct error *error)
{
    struct api_options options = API_OPTIONS_DEFAULT(STDOUT_FILENO);
    struct token *token = token_from_text(access_token, error);
    struct api *api = token ? api_open(&options, error) : NULL;
    jv profile = jv_invalid();
    int64_t received_at;
    bool done = false;

    if (!api)
        goto out;
    api_use_token(api, token);
    if (!profile_fetch(api, &profile, &received_at, error)) {
        refused_user_advise(error);
        goto out;
    }
    sign_in->user_id = member_text(profile, "id");
    sign_in->account_id = member_text(profile, "account_id");
    sign_in->display_name = member_text(profile, "display_name");
    done = sign_in->user_id && profile_print(profile, &sign_in->profile);
    if (!done)
        (void)error_no_memory(error);
out:
    jv_free(profile);
    api_close(api);
    token_close(token);
    return done;
}

static bool store_sign_in(struct sign_in_store *store, const struct sign_in *sign_in,
                          struct error *error)
{
    struct error reason;
    bool stored = sign_in_lock(store, error) && sign_in_write(store, sign_in, error);

    /* with the tokens stored, the user is signed in without it */
    if (stored && !sign_in_remember_client(store, sign_in->client_id, &reason))
        log_warning("cannot remember the client id for the next sign-in: %s", reason.text);
    sign_in_unlock(store);
    return stored;
}

static bool describe(const struct sign_in *sign_in, struct buffer *text)
{
    char day[32];

    format_day(sign_in->ends_at, day, sizeof day);
    return buffer_append_format(
        text, "%s%s%s%s, until %s.",
        sign_in->display_name && *sign_in->display_name ? sign_in->display_name : "",
        sign_in->display_name && *sign_in->display_name ? " (" : "", sign_in->user_id,
        sign_in->display_name && *sign_in->display_name ? ")" : "", day);
}

static bool sign_in_user(const char *account, const char *client_id,
                         const struct sign_in_terms *terms, struct error *error)
{
    const char *token = getenv("SPOTIFY_ACCESS_TOKEN");
    struct callback *callback = NULL;
    struct oauth_tokens tokens = {0};
    struct sign_in sign_in = {0};
    /* what is wrong with the folder is better known before the user goes to the browser */
    struct sign_in_store *store = sign_in_open(account, false, error);
    struct buffer text = {0};
    bool done = false;

    if (!store)
        goto out;
    sign_in_close(store);
    store = NULL;
    if (token && *token)
        log_warning("SPOTIFY_ACCESS_TOKEN is set and takes precedence over this sign-in: unset it");
    callback = callback_open(error);
    if (!callback || !get_tokens(callback, client_id, terms, &tokens, error) ||
        !get_user(tokens.access_token, &sign_in, error))
        goto out;
    sign_in.client_id = strdup(client_id);
    if (!sign_in.client_id) {
        (void)error_no_memory(error);
        goto out;
    }
    sign_in.access_token = tokens.access_token;
    sign_in.refresh_token = tokens.refresh_token;
    sign_in.scope = tokens.scope;
    sign_in.signed_in_at = tokens.asked_at;
    sign_in.ends_at = sign_in_end(tokens.asked_at);
    sign_in.token_ends_at = tokens.asked_at + tokens.life;
    sign_in.token_life = tokens.life;
    tokens = (struct oauth_tokens){0};
    store = sign_in_open(account, true, error);
    done = store && store_sign_in(store, &sign_in, error);
out:
    if (done && (!buffer_append_string(&text, "Signed in as ") || !describe(&sign_in, &text) ||
                 !next_command_append(&text, account, terms->to_write)))
        done = error_no_memory(error);
    if (callback)
        callback_finish(callback, done ? NULL : error->text);
    done = done && say(&text, error);
    buffer_free(&text);
    sign_in_close(store);
    sign_in_clear(&sign_in);
    oauth_tokens_clear(&tokens);
    callback_close(callback);
    return done;
}

static bool print_field(const char *name, const char *value, struct error *error)
{
    struct buffer line = {0};
    bool printed =
        !value || ((buffer_append_format(&line, "%s=%s", name, value) || error_no_memory(error)) &&
                   say(&line, error));

    buffer_free(&line);
    return printed;
}

/* Prints which of the permissions that the programs need the sign-in lacks, if any. */
static bool print_missing_scopes(const struct sign_in *sign_in, struct error *error)
{
    struct buffer missing = {0};
    bool printed = !sign_in->scope || oauth_missing_scopes(sign_in->scope, false, &missing) ||
                   error_no_memory(error);

    printed =
        printed && (missing.length == 0 || print_field("missing_scopes", missing.bytes, error));
    buffer_free(&missing);
    return printed;
}

static bool print_sign_in(const char *account, const struct sign_in *sign_in, struct error *error)
{
    int64_t left = sign_in->ends_at - timestamp_now();
    char signed_in_at[TIMESTAMP_TEXT], ends_at[TIMESTAMP_TEXT], ends_on[32], days_left[32];

    timestamp_format_seconds(sign_in->signed_in_at, signed_in_at);
    timestamp_format_seconds(sign_in->ends_at, ends_at);
    format_day(sign_in->ends_at, ends_on, sizeof ends_on);
    (void)snprintf(days_left, sizeof days_left, "%lld",
                   (long long)(left > 0 ? left / (86400 * TIMESTAMP_SECOND) : 0));
    return print_field("account", account, error) &&
           print_field("client_id", sign_in->client_id, error) &&
           print_field("user_id", sign_in->user_id, error) &&
           print_field("display_name", sign_in->display_name, error) &&
           print_field("signed_in_at", signed_in_at, error) &&
           print_field("ends_at", ends_at, error) && print_field("ends_on", ends_on, error) &&
           print_field("days_left", days_left, error) && print_missing_scopes(sign_in, error) &&
           print_field("ended", sign_in->ended, error);
}

/* Prints all about the sign-in except its tokens. */
static bool show_status(const char *account, struct error *error)
{
    struct sign_in_store *store = sign_in_open(account, false, error);
    struct sign_in sign_in = {0};
    struct error unprinted;
    char *client_id = NULL;
    bool shown, printed;

    if (!store)
        return false;
    shown = sign_in_read(store, &sign_in, error);
    if (shown || sign_in.ended) {
        printed = print_sign_in(account, &sign_in, &unprinted);
    } else {
        client_id = sign_in_remembered_client(store);
        printed = print_field("account", account, &unprinted) &&
                  print_field("client_id", client_id, &unprinted);
    }
    if (!printed) {
        *error = unprinted;
        shown = false;
    }
    free(client_id);
    sign_in_clear(&sign_in);
    sign_in_close(store);
    return shown;
}

static bool forget_sign_in(const char *account, struct error *error)
{
    struct sign_in_store *store = sign_in_open(account, false, error);
    struct buffer text = {0};
    bool removed = false, done;

    done = store && sign_in_lock(store, error) && sign_in_remove(store, &removed, error);
    sign_in_close(store);
    done = done && (buffer_append_string(&text, removed ? "Signed out: the tokens are removed."
                                                        : "Nobody was signed in.") ||
                    error_no_memory(error));
    done = done && say(&text, error);
    buffer_free(&text);
    return done;
}

/* The client id of the option, of the environment, or of the last sign-in; the caller's to free. */
static char *choose_client(const char *account, const char *option, struct error *error)
{
    const char *environment = getenv("SPOTIFY_CLIENT_ID");
    const char *given = option ? option : environment && *environment ? environment : NULL;
    struct sign_in_store *store;
    char *client_id;

    if (given) {
        client_id = sign_in_client_is_valid(given) ? strdup(given) : NULL;
        if (!client_id)
            (void)error_set(
                error, option ? EX_USAGE : EX_CONFIG,
                "'%.80s' is not a client id: copy it from the app's page in Spotify's dashboard",
                given);
        return client_id;
    }
    store = sign_in_open(account, false, error);
    if (!store)
        return NULL;
    client_id = sign_in_remembered_client(store);
    sign_in_close(store);
    if (!client_id)
        (void)error_set(error, EX_USAGE,
                        "no app to sign in with: give its client id with --client-id ID");
    return client_id;
}

static bool sign_in_to_app(const char *account, const char *client_option,
                           const struct sign_in_terms *terms, struct error *error)
{
    char *client_id = choose_client(account, client_option, error);
    bool done = client_id && sign_in_user(account, client_id, terms, error);

    free(client_id);
    return done;
}

int main(int argc, char **argv)
{
    const char *account = NULL, *client_option = NULL;
    struct sign_in_terms terms = {.patience = 300 * TIMESTAMP_SECOND};
    bool status = false, remove = false, done;
    const struct option_entry options[] = {
        {.name = "account",
         .argument = "NAME",
         .help = "name of the sign-in (default)",
         .kind = OPTION_TEXT,
         .target = &account},
        {.name = "client-id",
         .argument = "ID",
         .help = "app to sign in with (that of the last sign-in)",
         .kind = OPTION_TEXT,
         .target = &client_option},
        {.name = "give-up-after",
         .argument = "SECONDS",
         .help = "wait this long for the user (300)",
         .kind = OPTION_SPAN,
         .target = &terms.patience,
         .least = 0,
         .most = 3600},
        {.name = "write",
         .help = "ask for what restore needs: to write to the account",
         .kind = OPTION_FLAG,
         .target = &terms.to_write},
        {.name = "status",
         .help = "print who is signed in and until when",
         .kind = OPTION_FLAG,
         .target = &status},
        {.name = "forget",
         .help = "sign out: remove the tokens",
         .kind = OPTION_FLAG,
         .target = &remove},
        {0}};
    const struct program program = {
        .name = "sign-in",
        .synopsis = "[OPTION]...",
        .description =
            "Signs a user in to Spotify in a browser, and stores the tokens for the other\n"
            "programs.",
        .options = options,
    };
    struct error error;

    (void)options_parse(&program, argc, argv);
    account = account_name(account, &error);
    if (!account)
        done = false;
    else if (status)
        done = show_status(account, &error);
    else if (remove)
        done = forget_sign_in(account, &error);
    else
        done = sign_in_to_app(account, client_option, &terms, &error);
    return finish(done, &error);
}
