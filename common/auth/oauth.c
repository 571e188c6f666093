#include "auth/oauth.h"
#include "base/buffer.h"
#include "http/form.h"
#include "http/service.h"

#include <stdio.h>
#include <string.h>

#define DEFAULT_URL "https://accounts.spotify.com"

static const char write_scopes[] =
    "user-library-modify user-follow-modify playlist-modify-public playlist-modify-private";

static const char scopes[] =
    "user-library-read playlist-read-private playlist-read-collaborative user-follow-read "
    "user-top-read user-read-recently-played user-read-playback-position user-read-private";

/* Whether a list separated by spaces has this word. */
static bool has_word(const char *list, const char *word, size_t length)
{
    for (size_t span; *list; list += span + (list[span] == ' ')) {
        span = strcspn(list, " ");
        if (span == length && memcmp(list, word, length) == 0)
            return true;
    }
    return false;
}

bool oauth_missing_scopes(const char *granted, bool to_write, struct buffer *missing)
{
    size_t length;

    for (const char *scope = to_write ? write_scopes : scopes; *scope;
         scope += length + (scope[length] == ' ')) {
        length = strcspn(scope, " ");
        if (!has_word(granted, scope, length) &&
            !buffer_append_format(missing, "%s%.*s", missing->length ? ", " : "", (int)length,
                                  scope))
            return false;
    }
    return true;
}

static bool take_accounts_service(struct service *service, struct error *error)
{
    return service_take("SPOTIFY_ACCOUNTS_URL", DEFAULT_URL, service, error);
}

char *oauth_authorize_url(const char *client_id, const char *redirect_uri, const char *state,
                          const char *challenge, bool to_write, struct error *error)
{
    struct buffer url = {0};
    struct service service;
    char wanted[sizeof scopes + sizeof write_scopes];

    (void)snprintf(wanted, sizeof wanted, "%s%s%s", scopes, to_write ? " " : "",
                   to_write ? write_scopes : "");
    if (!take_accounts_service(&service, error))
        return NULL;
    if (!buffer_append_format(&url, "%s/authorize?", service.address) ||
        !form_add(&url, "response_type", "code") || !form_add(&url, "client_id", client_id) ||
        !form_add(&url, "scope", wanted) || !form_add(&url, "redirect_uri", redirect_uri) ||
        !form_add(&url, "state", state) || !form_add(&url, "code_challenge_method", "S256") ||
        !form_add(&url, "code_challenge", challenge)) {
        buffer_free(&url);
        (void)error_no_memory(error);
    }
    service_free(&service);
    return url.bytes;
}

/* Begins to ask for tokens with a form, which is used up. */
static struct token_request *begin_request(struct transport *transport, struct buffer *form,
                                           struct error *error)
{
    struct token_request *request = NULL;
    struct service service = {0};

    if (take_accounts_service(&service, error))
        request = token_request_new(transport, &service, form, error);
    buffer_free(form);
    service_free(&service);
    return request;
}

bool oauth_exchange(const char *client_id, const char *code, const char *redirect_uri,
                    const char *verifier, struct oauth_tokens *tokens, struct error *error)
{
    struct buffer form = {.is_secret = true};
    struct transport *transport = transport_open(1, error);
    struct token_request *request = NULL;
    bool granted = false;

    *tokens = (struct oauth_tokens){0};
    if (!transport)
        return false;
    if (!form_add(&form, "grant_type", "authorization_code") || !form_add(&form, "code", code) ||
        !form_add(&form, "redirect_uri", redirect_uri) ||
        !form_add(&form, "client_id", client_id) || !form_add(&form, "code_verifier", verifier)) {
        buffer_free(&form);
        (void)error_no_memory(error);
    } else {
        request = begin_request(transport, &form, error);
    }
    granted = request && token_request_wait(request, tokens, error);
    token_request_free(request);
    transport_close(transport);
    if (granted && !tokens->refresh_token) {
        oauth_tokens_clear(tokens);
        return error_set(error, EX_PROTOCOL, "the accounts service sent no refresh token");
    }
    return granted;
}

struct token_request *oauth_begin_refresh(struct transport *transport, const char *client_id,
                                          const char *refresh_token, struct error *error)
{
    struct buffer form = {.is_secret = true};

    if (form_add(&form, "grant_type", "refresh_token") &&
        form_add(&form, "refresh_token", refresh_token) && form_add(&form, "client_id", client_id))
        return begin_request(transport, &form, error);
    buffer_free(&form);
    (void)error_no_memory(error);
    return NULL;
}
