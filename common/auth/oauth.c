#include "auth/oauth.h"
#include "auth/bearer_token.h"
#include "base/buffer.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/timestamp.h"
#include "http/form.h"
#include "http/http.h"
#include "http/url.h"
#include "json/json.h"

#include <curl/curl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_URL   "https://accounts.spotify.com"
#define LONGEST_BODY  ((size_t)1 << 20)
#define LONGEST_QUOTE 120
#define TRIES         4
#define TIMEOUT       20 /* seconds; all tries together stay under the patience of sign_in_lock */
#define LONGEST_DELAY 10 /* seconds */
#define DEFAULT_LIFE  3600
#define LONGEST_LIFE  (10 * 365 * 86400)

static const char scopes[] =
    "user-library-read playlist-read-private playlist-read-collaborative user-follow-read "
    "user-top-read user-read-recently-played user-read-private";

void oauth_tokens_clear(struct oauth_tokens *tokens)
{
    secret_free(tokens->access_token);
    secret_free(tokens->refresh_token);
    *tokens = (struct oauth_tokens){0};
}

static bool take_url(struct url *url, struct error *error)
{
    return url_take("SPOTIFY_ACCOUNTS_URL", DEFAULT_URL, url, error);
}

char *oauth_authorize_url(const char *client_id, const char *redirect_uri, const char *state,
                          const char *challenge, struct error *error)
{
    struct buffer address = {0};
    struct url url;

    if (!take_url(&url, error))
        return NULL;
    if (!buffer_append_format(&address, "%s/authorize?", url.text) ||
        !form_add(&address, "response_type", "code") ||
        !form_add(&address, "client_id", client_id) || !form_add(&address, "scope", scopes) ||
        !form_add(&address, "redirect_uri", redirect_uri) || !form_add(&address, "state", state) ||
        !form_add(&address, "code_challenge_method", "S256") ||
        !form_add(&address, "code_challenge", challenge)) {
        buffer_free(&address);
        (void)error_no_memory(error);
    }
    url_free(&url);
    return address.bytes;
}

static bool prepare(CURL *easy, const char *address, bool plain, const struct buffer *form,
                    struct http_body *body)
{
    return http_prepare(easy, address, plain, body) &&
           curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)form->length) ==
               CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_POSTFIELDS, form->bytes) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_TIMEOUT, (long)TIMEOUT) == CURLE_OK;
}

/* Sends the form until there is an answer that another try would not change. */
static bool post(const char *address, bool plain, const struct buffer *form, struct http_body *body,
                 long *status, struct error *error)
{
    CURL *easy = curl_easy_init();
    bool answered = false;

    if (!easy)
        return error_no_memory(error);
    if (!prepare(easy, address, plain, form, body)) {
        curl_easy_cleanup(easy);
        return error_set(error, EX_SOFTWARE, "libcurl rejected a request");
    }
    for (int try = 1;; try++) {
        curl_off_t delay = 0;
        CURLcode code;

        body->bytes.length = 0;
        *status = 0;
        code = curl_easy_perform(easy);
        if (code == CURLE_OK && curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, status) != CURLE_OK)
            *status = 0;
        log_debug("POST %s: %ld, %s", address, *status, curl_easy_strerror(code));
        answered = code == CURLE_OK && *status < 500 && *status != 429;
        if (answered)
            break;
        if (code != CURLE_OK)
            (void)error_set(error, EX_UNAVAILABLE, "cannot reach %s: %s", address,
                            curl_easy_strerror(code));
        else
            (void)error_set(error, EX_UNAVAILABLE, "%s answered with status %ld", address, *status);
        if (curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &delay) != CURLE_OK || delay <= 0)
            delay = (curl_off_t)1 << (try - 1);
        if (try >= TRIES || delay > LONGEST_DELAY)
            break;
        log_info("%s; trying again in %d s", error->text, (int)delay);
        (void)poll(NULL, 0, (int)delay * 1000);
    }
    curl_easy_cleanup(easy);
    return answered;
}

/* Tells of an answer that is not 200. Only what has a place in the protocol is quoted. */
static bool refused(long status, const struct json_value *code,
                    const struct json_value *description, struct error *error)
{
    bool told = description->kind == JSON_STRING && description->length > 0;
    const struct json_value *words = told ? description : code;
    int length = words->length < LONGEST_QUOTE ? (int)words->length : LONGEST_QUOTE;

    /* not within a character */
    while (length > 0 && (size_t)length < words->length &&
           ((unsigned char)words->text[length] & 0xc0) == 0x80)
        length--;
    if (code->kind != JSON_STRING)
        return error_set(error, EX_PROTOCOL, "the accounts service answered with status %ld",
                         status);
    if (json_is(code, "invalid_grant"))
        return error_set(error, EX_NOPERM, "%.*s", length, words->text);
    if (json_is(code, "invalid_client") || json_is(code, "unauthorized_client"))
        return error_set(error, EX_CONFIG, "Spotify rejected the client id: %.*s", length,
                         words->text);
    return error_set(error, EX_PROTOCOL, "the accounts service refused the request: %.*s", length,
                     words->text);
}

static bool take_secret(const struct json_value *value, char **secret)
{
    *secret = NULL;
    if (value->kind != JSON_STRING || value->length == 0)
        return false;
    for (size_t i = 0; i < value->length; i++)
        if ((unsigned char)value->text[i] <= ' ' || (unsigned char)value->text[i] > '~')
            return false;
    *secret = strndup(value->text, value->length);
    return *secret != NULL;
}

static bool take_answer(long status, const struct buffer *body, struct oauth_tokens *tokens,
                        struct error *error)
{
    enum { ACCESS, REFRESH, LIFE, ERROR, DESCRIPTION, SLOTS };
    static const char *const names[SLOTS] = {"access_token", "refresh_token", "expires_in", "error",
                                             "error_description"};
    struct json_paths *paths = json_paths_new(error);
    const struct json_value *values[SLOTS];
    struct error ignored; /* it would quote the body */
    int slots[SLOTS];
    int64_t seconds;
    bool taken = false;

    if (!paths)
        return false;
    for (int i = 0; i < SLOTS; i++)
        if ((slots[i] = json_paths_add(paths, names[i], error)) < 0)
            goto out;
    (void)json_scan(paths, body->bytes ? body->bytes : "", body->length, &ignored);
    for (int i = 0; i < SLOTS; i++)
        values[i] = json_value(paths, slots[i]);
    if (status != 200) {
        (void)refused(status, values[ERROR], values[DESCRIPTION], error);
        goto out;
    }
    /* it is only a hint, and not worth losing a refresh token that cannot be had again */
    seconds = values[LIFE]->kind == JSON_INTEGER && values[LIFE]->integer > 0 &&
                      values[LIFE]->integer <= LONGEST_LIFE
                  ? values[LIFE]->integer
                  : DEFAULT_LIFE;
    if (!take_secret(values[ACCESS], &tokens->access_token) ||
        !bearer_token_is_valid(tokens->access_token) ||
        (values[REFRESH]->kind != JSON_ABSENT && values[REFRESH]->kind != JSON_NULL &&
         !json_is(values[REFRESH], "") && !take_secret(values[REFRESH], &tokens->refresh_token))) {
        (void)error_set(error, EX_PROTOCOL, "the accounts service sent an invalid token");
        oauth_tokens_clear(tokens);
        goto out;
    }
    tokens->life = seconds * TIMESTAMP_SECOND;
    taken = true;
out:
    json_paths_free(paths);
    return taken;
}

/* Asks for tokens with a form, which is wiped. */
static bool ask(struct buffer *form, struct oauth_tokens *tokens, struct error *error)
{
    struct buffer address = {0};
    struct http_body body = {.most = LONGEST_BODY};
    struct url url = {0};
    bool done = false;
    long status;

    *tokens = (struct oauth_tokens){.asked_at = timestamp_now()};
    if (!take_url(&url, error))
        goto out;
    if (!buffer_append_format(&address, "%s/api/token", url.text)) {
        (void)error_no_memory(error);
        goto out;
    }
    done = post(address.bytes, url.plain, form, &body, &status, error) &&
           take_answer(status, &body.bytes, tokens, error);
out:
    secret_free_buffer(form);
    secret_free_buffer(&body.bytes);
    buffer_free(&address);
    url_free(&url);
    return done;
}

bool oauth_exchange(const char *client_id, const char *code, const char *redirect_uri,
                    const char *verifier, struct oauth_tokens *tokens, struct error *error)
{
    struct buffer form = {0};

    if (!form_add(&form, "grant_type", "authorization_code") || !form_add(&form, "code", code) ||
        !form_add(&form, "redirect_uri", redirect_uri) ||
        !form_add(&form, "client_id", client_id) || !form_add(&form, "code_verifier", verifier)) {
        secret_free_buffer(&form);
        return error_no_memory(error);
    }
    if (!ask(&form, tokens, error))
        return false;
    if (!tokens->refresh_token) {
        oauth_tokens_clear(tokens);
        return error_set(error, EX_PROTOCOL, "the accounts service sent no refresh token");
    }
    return true;
}

bool oauth_refresh(const char *client_id, const char *refresh_token, struct oauth_tokens *tokens,
                   struct error *error)
{
    struct buffer form = {0};

    if (!form_add(&form, "grant_type", "refresh_token") ||
        !form_add(&form, "refresh_token", refresh_token) ||
        !form_add(&form, "client_id", client_id)) {
        secret_free_buffer(&form);
        return error_no_memory(error);
    }
    return ask(&form, tokens, error);
}
