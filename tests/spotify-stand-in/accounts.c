#include "grants.h"

#include "query.h"

#include <stdlib.h>
#include <strings.h>

#define SECOND INT64_C(1000000)

static void token_error(struct answer *answer, const char *error, const char *description)
{
    answer_reset(answer, 400);
    text_add(&answer->body, "{\"error\":");
    text_json(&answer->body, error);
    text_add(&answer->body, ",\"error_description\":");
    text_json(&answer->body, description);
    text_add(&answer->body, "}");
}

static void answer_tokens(struct accounts *accounts, struct answer *answer, const char *scope,
                          bool with_refresh, int64_t now_us)
{
    /* The scope may belong to a grant, and the grants move when one is added. */
    char *kept_scope = must_copy(scope, strlen(scope));
    struct grant *access = grant_add(accounts, GRANT_ACCESS, "BQ", kept_scope);

    access->ends_us = now_us + accounts->token_life * SECOND;
    answer_reset(answer, 200);
    text_add(&answer->body, "{\"access_token\":");
    text_json(&answer->body, access->secret);
    text_add(&answer->body, ",\"token_type\":\"Bearer\",\"expires_in\":");
    text_number(&answer->body, accounts->token_life);
    if (with_refresh) {
        struct grant *refresh = grant_add(accounts, GRANT_REFRESH, "AQ", kept_scope);
        text_add(&answer->body, ",\"refresh_token\":");
        text_json(&answer->body, refresh->secret);
    }
    text_add(&answer->body, ",\"scope\":");
    text_json(&answer->body, kept_scope);
    text_add(&answer->body, "}");
    free(kept_scope);
}

static void exchange_code(struct accounts *accounts, const char *form, struct answer *answer,
                          int64_t now_us)
{
    struct text code = {0};
    struct text redirect = {0};
    struct text verifier = {0};

    if (!query_get(form, "code", &code) || code.length == 0) {
        token_error(answer, "invalid_request", "code must be supplied");
        goto out;
    }
    if (!query_get(form, "redirect_uri", &redirect) || redirect.length == 0) {
        token_error(answer, "invalid_request", "redirect_uri must be supplied");
        goto out;
    }
    if (!query_get(form, "code_verifier", &verifier) || verifier.length == 0) {
        token_error(answer, "invalid_request", "code_verifier must be supplied");
        goto out;
    }
    struct grant *grant = grant_find(accounts, GRANT_CODE, code.bytes);
    if (grant == NULL || grant->used) {
        token_error(answer, "invalid_grant", "Invalid authorization code");
        goto out;
    }
    /* A code is spent by the first attempt, even by a wrong one. */
    grant->used = true;
    grant->verifier = must_copy(verifier.bytes, verifier.length);
    if (strcmp(grant->redirect_uri, redirect.bytes) != 0)
        token_error(answer, "invalid_grant", "Invalid redirect URI");
    else if (!grant_verifier_fits(verifier.bytes, grant->challenge))
        token_error(answer, "invalid_grant", "code_verifier was incorrect");
    else
        answer_tokens(accounts, answer, grant->scope, true, now_us);
out:
    text_free(&code);
    text_free(&redirect);
    text_free(&verifier);
}

static void refresh(struct accounts *accounts, const char *form, struct answer *answer,
                    int64_t now_us)
{
    struct text token = {0};
    const char *scope = "user-library-read playlist-read-private playlist-read-collaborative "
                        "user-follow-read user-top-read user-read-recently-played "
                        "user-read-private";

    if (!query_get(form, "refresh_token", &token) || token.length == 0) {
        token_error(answer, "invalid_request", "refresh_token must be supplied");
        goto out;
    }
    struct grant *grant = grant_find(accounts, GRANT_REFRESH, token.bytes);
    bool given =
        accounts->refresh_token != NULL && strcmp(accounts->refresh_token, token.bytes) == 0;
    if ((grant == NULL || grant->used) && !given) {
        token_error(answer, "invalid_grant", "Invalid refresh token");
        goto out;
    }
    if (accounts->refresh_error != NULL) {
        bool expired = strcmp(accounts->refresh_error, "expired") == 0;
        token_error(answer, "invalid_grant",
                    expired ? "Refresh token expired" : "Refresh token revoked");
        goto out;
    }
    if (accounts->rotate_refresh && grant != NULL)
        grant->used = true;
    if (accounts->rotate_refresh && given) {
        free(accounts->refresh_token);
        accounts->refresh_token = NULL;
    }
    answer_tokens(accounts, answer, grant != NULL ? grant->scope : scope, accounts->rotate_refresh,
                  now_us);
out:
    text_free(&token);
}

void accounts_token(struct accounts *accounts, const struct request *request, struct answer *answer,
                    int64_t now_us)
{
    static const char form_type[] = "application/x-www-form-urlencoded";
    const char *type = request->content_type != NULL ? request->content_type : "";
    size_t length = strlen(form_type);
    struct text grant_type = {0};
    struct text client_id = {0};

    if (accounts->token_answer != NULL) {
        answer_reset(answer, strstr(accounts->token_answer, "\"error\"") != NULL ? 400 : 200);
        text_add(&answer->body, accounts->token_answer);
        return;
    }
    (void)query_get(request->body, "grant_type", &grant_type);
    (void)query_get(request->body, "client_id", &client_id);
    if (strncasecmp(type, form_type, length) != 0 ||
        (type[length] != '\0' && strchr("; ", type[length]) == NULL))
        token_error(answer, "invalid_request", "content type must be a form");
    else if (grant_type.length == 0)
        token_error(answer, "invalid_request", "grant_type must be supplied");
    else if (client_id.length == 0)
        token_error(answer, "invalid_request", "client_id must be supplied");
    else if (strcmp(client_id.bytes, accounts->client_id) != 0)
        token_error(answer, "invalid_client", "Invalid client");
    else if (strcmp(grant_type.bytes, "authorization_code") == 0)
        exchange_code(accounts, request->body, answer, now_us);
    else if (strcmp(grant_type.bytes, "refresh_token") == 0)
        refresh(accounts, request->body, answer, now_us);
    else
        token_error(answer, "unsupported_grant_type", "grant_type must be a known one");
    text_free(&grant_type);
    text_free(&client_id);
}

const char *accounts_refusal(const struct accounts *accounts, const char *authorization,
                             int64_t now_us)
{
    if (authorization == NULL || *authorization == '\0')
        return "No token provided";
    if (strncasecmp(authorization, "Bearer ", 7) != 0)
        return "Only valid bearer authentication supported";
    const char *token = authorization + 7;
    if (*token == '\0')
        return "No token provided";
    const struct grant *grant = grant_find(accounts, GRANT_ACCESS, token);
    if (grant != NULL)
        return now_us < grant->ends_us ? NULL : "The access token expired";
    if (accounts->token != NULL && strcmp(accounts->token, token) != 0)
        return "Invalid access token";
    return NULL;
}

bool accounts_allow(const struct accounts *accounts, const char *authorization, const char *scope)
{
    const char *token = authorization != NULL ? strchr(authorization, ' ') : NULL;
    const struct grant *grant =
        token != NULL ? grant_find(accounts, GRANT_ACCESS, token + 1) : NULL;

    return grant == NULL || strstr(grant->scope, scope) != NULL;
}
