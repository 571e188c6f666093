#include "auth/oauth_tokens.h"
#include "auth/bearer_token.h"
#include "base/secret.h"
#include "base/timestamp.h"
#include "json/json.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LONGEST_QUOTE 120
#define DEFAULT_LIFE  3600
#define LONGEST_LIFE  (10 * 365 * 86400)

void oauth_tokens_clear(struct oauth_tokens *tokens)
{
    secret_free(tokens->access_token);
    secret_free(tokens->refresh_token);
    free(tokens->scope);
    *tokens = (struct oauth_tokens){0};
}

/* Reports an answer that is not 200. Only what has a place in the protocol is quoted. */
static bool report_refusal(long status, const struct json_value *code,
                           const struct json_value *description, struct error *error)
{
    bool described = description->kind == JSON_STRING && description->length > 0;
    const struct json_value *words = described ? description : code;
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

/* Whether a refusal says that a refresh token is worthless. */
static bool says_ended(const struct json_value *code, const struct json_value *description)
{
    static const char *const signs[] = {"expired", "revoked"};

    if (!json_is(code, "invalid_grant") || description->kind != JSON_STRING)
        return false;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        for (size_t at = 0; at + strlen(signs[i]) <= description->length; at++)
            if (strncasecmp(description->text + at, signs[i], strlen(signs[i])) == 0)
                return true;
    return false;
}

/* Whether it is a text of ASCII characters from `least` on. */
static bool is_plain_text(const struct json_value *value, char least)
{
    if (value->kind != JSON_STRING || value->length == 0)
        return false;
    for (size_t i = 0; i < value->length; i++)
        if (value->text[i] < least || value->text[i] > '~')
            return false;
    return true;
}

static bool invalid_token(struct error *error)
{
    return error_set(error, EX_PROTOCOL, "the accounts service sent an invalid token");
}

/* Copies a token. False with *error (EX_PROTOCOL if it is none, EX_OSERR). */
static bool copy_token(const struct json_value *value, char **token, struct error *error)
{
    if (!is_plain_text(value, '!'))
        return invalid_token(error);
    *token = strndup(value->text, value->length);
    return *token || error_no_memory(error);
}

bool oauth_tokens_read(long status, const struct buffer *body, struct oauth_tokens *tokens,
                       struct error *error)
{
    enum { ACCESS, REFRESH, LIFE, SCOPE, ERROR, DESCRIPTION, MEMBERS };
    static const char *const names[MEMBERS] = {
        "access_token", "refresh_token", "expires_in", "scope", "error", "error_description"};
    struct json_paths *paths = json_paths_new(error);
    const struct json_value *values[MEMBERS];
    struct error ignored; /* it would quote the body */
    int slots[MEMBERS];
    int64_t seconds;
    bool taken = false;

    if (!paths)
        return false;
    for (int i = 0; i < MEMBERS; i++)
        if ((slots[i] = json_paths_add(paths, names[i], error)) < 0)
            goto out;
    (void)json_scan(paths, body->bytes ? body->bytes : "", body->length, &ignored);
    for (int i = 0; i < MEMBERS; i++)
        values[i] = json_value(paths, slots[i]);
    if (status != 200) {
        (void)report_refusal(status, values[ERROR], values[DESCRIPTION], error);
        tokens->has_ended = says_ended(values[ERROR], values[DESCRIPTION]);
        goto out;
    }
    /* it is only a hint, and not worth losing a refresh token that is given once */
    seconds = values[LIFE]->kind == JSON_INTEGER && values[LIFE]->integer > 0 &&
                      values[LIFE]->integer <= LONGEST_LIFE
                  ? values[LIFE]->integer
                  : DEFAULT_LIFE;
    if (!copy_token(values[ACCESS], &tokens->access_token, error) ||
        (!bearer_token_is_valid(tokens->access_token) && !invalid_token(error)) ||
        (values[REFRESH]->kind != JSON_ABSENT && values[REFRESH]->kind != JSON_NULL &&
         !json_is(values[REFRESH], "") &&
         !copy_token(values[REFRESH], &tokens->refresh_token, error))) {
        oauth_tokens_clear(tokens);
        goto out;
    }
    tokens->life = seconds * TIMESTAMP_SECOND;
    if (is_plain_text(values[SCOPE], ' ')) /* it is only shown to the user, who can do without */
        tokens->scope = strndup(values[SCOPE]->text, values[SCOPE]->length);
    taken = true;
out:
    json_paths_free(paths);
    return taken;
}
