#include "grants.h"

#include "query.h"

static const char known_scopes[] =
    " user-library-read playlist-read-private playlist-read-collaborative user-follow-read"
    " user-top-read user-read-recently-played user-read-private user-read-email"
    " user-library-modify playlist-modify-public playlist-modify-private user-follow-modify"
    " user-read-playback-state user-modify-playback-state user-read-currently-playing"
    " user-read-playback-position ugc-image-upload app-remote-control streaming ";

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
        struct grant *code = grant_add(accounts, GRANT_CODE, "AQ", scope.bytes);
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
