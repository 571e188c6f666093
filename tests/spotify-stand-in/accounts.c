#include "accounts.h"

#include "query.h"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdlib.h>
#include <strings.h>

#define SECRET_SIZE    96
#define CHALLENGE_SIZE 43
#define SECOND         INT64_C(1000000)

enum grant_kind { GRANT_CODE, GRANT_ACCESS, GRANT_REFRESH };

/* A code or a token that was handed out. */
struct grant {
    enum grant_kind kind;
    char secret[SECRET_SIZE];
    /* Of an access token. */
    int64_t ends_us;
    bool used;
    char *scope;
    char *redirect_uri;
    char challenge[CHALLENGE_SIZE + 1];
    char *verifier;
};

static const char known_scopes[] =
    " user-library-read playlist-read-private playlist-read-collaborative user-follow-read"
    " user-top-read user-read-recently-played user-read-private user-read-email"
    " user-library-modify playlist-modify-public playlist-modify-private user-follow-modify"
    " user-read-playback-state user-modify-playback-state user-read-currently-playing"
    " user-read-playback-position ugc-image-upload app-remote-control streaming ";

static void copy_base64url(char *to, const unsigned char *bytes, size_t length, size_t size)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    unsigned bits = 0;
    unsigned held = 0;
    size_t put = 0;

    for (size_t i = 0; i < length && put + 1 < size; i++) {
        bits = bits << 8 | bytes[i];
        for (held += 8; held >= 6 && put + 1 < size; held -= 6)
            to[put++] = alphabet[bits >> (held - 6) & 63];
    }
    if (held > 0 && put + 1 < size)
        to[put++] = alphabet[bits << (6 - held) & 63];
    to[put] = '\0';
}

/* The prefix is how the real ones begin. */
static struct grant *add_grant(struct accounts *accounts, enum grant_kind kind, const char *prefix,
                               const char *scope)
{
    unsigned char noise[66];
    struct grant grant = {.kind = kind};

    if (RAND_bytes(noise, sizeof noise) != 1)
        abort();
    size_t length = strlen(prefix);
    memcpy(grant.secret, prefix, length);
    copy_base64url(grant.secret + length, noise, sizeof noise, sizeof grant.secret - length);
    grant.scope = must_copy(scope, strlen(scope));
    accounts->grants = must_resize(accounts->grants, accounts->count + 1, sizeof *accounts->grants);
    accounts->grants[accounts->count] = grant;
    return &accounts->grants[accounts->count++];
}

static struct grant *find_grant(const struct accounts *accounts, enum grant_kind kind,
                                const char *secret)
{
    for (size_t i = 0; i < accounts->count; i++) {
        struct grant *grant = &accounts->grants[i];
        if (grant->kind == kind && strcmp(grant->secret, secret) == 0)
            return grant;
    }
    return NULL;
}

/* http://127.0.0.1[:PORT]/callback or http://[::1][:PORT]/callback */
static bool redirect_is_good(const char *uri)
{
    static const char *const hosts[] = {"http://127.0.0.1", "http://[::1]"};

    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++) {
        size_t length = strlen(hosts[i]);
        if (strncmp(uri, hosts[i], length) != 0)
            continue;
        const char *rest = uri + length;
        if (*rest == ':') {
            size_t digits = strspn(rest + 1, "0123456789");
            if (digits < 1 || digits > 5)
                return false;
            rest += 1 + digits;
        }
        return strcmp(rest, "/callback") == 0;
    }
    return false;
}

static bool scopes_are_known(const char *scope)
{
    struct text wanted = {0};
    bool known = true;

    for (const char *at = scope; known && *at != '\0'; at += strspn(at, " ")) {
        size_t length = strcspn(at, " ");
        wanted.length = 0;
        text_add(&wanted, " ");
        text_bytes(&wanted, at, length);
        text_add(&wanted, " ");
        known = strstr(known_scopes, text_string(&wanted)) != NULL;
        at += length;
    }
    text_free(&wanted);
    return known;
}

static bool is_base64url(const char *string, const char *more)
{
    for (; *string != '\0'; string++) {
        bool letter = (*string >= 'A' && *string <= 'Z') || (*string >= 'a' && *string <= 'z') ||
                      (*string >= '0' && *string <= '9');
        if (!letter && strchr(more, *string) == NULL)
            return false;
    }
    return true;
}

static bool parameter_is(const char *query, const char *name, const char *wanted)
{
    struct text value = {0};
    bool is = query_get(query, name, &value) && strcmp(value.bytes, wanted) == 0;

    text_free(&value);
    return is;
}

/* What is wrong with a request to sign in, or NULL. Fills in the last three for the caller. */
static const char *authorize_fault(const struct accounts *accounts, const char *query,
                                   struct text *redirect, struct text *challenge,
                                   struct text *scope)
{
    if (!parameter_is(query, "client_id", accounts->client_id))
        return "INVALID_CLIENT: Invalid client";
    if (!query_get(query, "redirect_uri", redirect) || !redirect_is_good(redirect->bytes))
        return "INVALID_CLIENT: Insecure redirect URI";
    if (!parameter_is(query, "response_type", "code"))
        return "response_type must be code";
    if (!parameter_is(query, "code_challenge_method", "S256"))
        return "code_challenge_method must be S256";
    if (!query_get(query, "code_challenge", challenge) || challenge->length != CHALLENGE_SIZE ||
        !is_base64url(challenge->bytes, "-_"))
        return "code_challenge must be 43 characters of base64url";
    (void)query_get(query, "scope", scope);
    if (!scopes_are_known(scope->bytes))
        return "INVALID_SCOPE: Invalid scope";
    return NULL;
}

void accounts_authorize(struct accounts *accounts, const struct request *request,
                        struct answer *answer)
{
    struct text redirect = {0};
    struct text challenge = {0};
    struct text scope = {0};
    struct text state = {0};

    answer_reset(answer, 302);
    answer->content_type = "text/plain; charset=utf-8";
    const char *fault = authorize_fault(accounts, request->query, &redirect, &challenge, &scope);
    if (fault != NULL) {
        answer->status = 400;
        text_add(&answer->body, fault);
        goto out;
    }
    text_add(&answer->location, redirect.bytes);
    if (accounts->deny) {
        text_add(&answer->location, "?error=access_denied");
    } else {
        struct grant *code = add_grant(accounts, GRANT_CODE, "AQ", scope.bytes);
        code->redirect_uri = must_copy(redirect.bytes, redirect.length);
        memcpy(code->challenge, challenge.bytes, CHALLENGE_SIZE);
        text_add(&answer->location, "?code=");
        text_add(&answer->location, code->secret);
    }
    if (query_get(request->query, "state", &state)) {
        text_add(&answer->location, "&state=");
        query_encode(&answer->location, state.bytes);
    }
out:
    text_free(&redirect);
    text_free(&challenge);
    text_free(&scope);
    text_free(&state);
}

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
    struct grant *access = add_grant(accounts, GRANT_ACCESS, "BQ", kept_scope);

    access->ends_us = now_us + accounts->token_life * SECOND;
    answer_reset(answer, 200);
    text_add(&answer->body, "{\"access_token\":");
    text_json(&answer->body, access->secret);
    text_add(&answer->body, ",\"token_type\":\"Bearer\",\"expires_in\":");
    text_number(&answer->body, accounts->token_life);
    if (with_refresh) {
        struct grant *refresh = add_grant(accounts, GRANT_REFRESH, "AQ", kept_scope);
        text_add(&answer->body, ",\"refresh_token\":");
        text_json(&answer->body, refresh->secret);
    }
    text_add(&answer->body, ",\"scope\":");
    text_json(&answer->body, kept_scope);
    text_add(&answer->body, "}");
    free(kept_scope);
}

static bool verifier_fits(const char *verifier, const char *challenge)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    char encoded[CHALLENGE_SIZE + 1];
    size_t size = strlen(verifier);

    if (size < 43 || size > 128 || !is_base64url(verifier, "-._~") ||
        EVP_Digest(verifier, size, digest, &length, EVP_sha256(), NULL) != 1)
        return false;
    copy_base64url(encoded, digest, length, sizeof encoded);
    return strcmp(encoded, challenge) == 0;
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
    struct grant *grant = find_grant(accounts, GRANT_CODE, code.bytes);
    if (grant == NULL || grant->used) {
        token_error(answer, "invalid_grant", "Invalid authorization code");
        goto out;
    }
    /* A code is spent by the first attempt, even by a wrong one. */
    grant->used = true;
    grant->verifier = must_copy(verifier.bytes, verifier.length);
    if (strcmp(grant->redirect_uri, redirect.bytes) != 0)
        token_error(answer, "invalid_grant", "Invalid redirect URI");
    else if (!verifier_fits(verifier.bytes, grant->challenge))
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
    struct grant *grant = find_grant(accounts, GRANT_REFRESH, token.bytes);
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
    const struct grant *grant = find_grant(accounts, GRANT_ACCESS, token);
    if (grant != NULL)
        return now_us < grant->ends_us ? NULL : "The access token expired";
    if (accounts->token != NULL && strcmp(accounts->token, token) != 0)
        return "Invalid access token";
    return NULL;
}

void accounts_expire(struct accounts *accounts)
{
    for (size_t i = 0; i < accounts->count; i++) {
        if (accounts->grants[i].kind == GRANT_ACCESS)
            accounts->grants[i].ends_us = 0;
    }
}

static void write_secret(struct text *text, const char *kind, const char *secret)
{
    text_add(text, "{\"kind\":");
    text_json(text, kind);
    text_add(text, ",\"secret\":");
    text_json(text, secret);
    text_add(text, "}\n");
}

void accounts_secrets(const struct accounts *accounts, struct text *text)
{
    static const char *const kinds[] = {
        [GRANT_CODE] = "code", [GRANT_ACCESS] = "access_token", [GRANT_REFRESH] = "refresh_token"};

    for (size_t i = 0; i < accounts->count; i++) {
        const struct grant *grant = &accounts->grants[i];
        write_secret(text, kinds[grant->kind], grant->secret);
        if (grant->verifier != NULL)
            write_secret(text, "code_verifier", grant->verifier);
    }
}

void accounts_free(struct accounts *accounts)
{
    for (size_t i = 0; i < accounts->count; i++) {
        free(accounts->grants[i].scope);
        free(accounts->grants[i].redirect_uri);
        free(accounts->grants[i].verifier);
    }
    free(accounts->grants);
    free(accounts->client_id);
    free(accounts->token);
    free(accounts->refresh_token);
    free(accounts->refresh_error);
    free(accounts->token_answer);
    *accounts = (struct accounts){0};
}
