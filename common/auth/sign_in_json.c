#include "auth/sign_in_json.h"
#include "base/secret.h"
#include "base/timestamp.h"
#include "json/json.h"
#include "json/json_string.h"

#include <stdlib.h>
#include <string.h>

void sign_in_clear(struct sign_in *sign_in)
{
    secret_free(sign_in->access_token);
    secret_free(sign_in->refresh_token);
    free(sign_in->client_id);
    free(sign_in->user_id);
    free(sign_in->account_id);
    free(sign_in->display_name);
    free(sign_in->profile);
    free(sign_in->scope);
    free(sign_in->ended);
    *sign_in = (struct sign_in){0};
}

static bool add_text(struct buffer *json, const char *name, const char *value)
{
    if (!value)
        return true;
    return buffer_append_format(json, "%s\n  \"%s\": ", json->length > 1 ? "," : "", name) &&
           json_quote(value, strlen(value), json);
}

static bool add_time(struct buffer *json, const char *name, int64_t time)
{
    char text[TIMESTAMP_TEXT];

    timestamp_format(time, text);
    return add_text(json, name, text);
}

bool sign_in_to_json(const struct sign_in *sign_in, struct buffer *json)
{
    return buffer_append(json, "{", 1) && add_text(json, "client_id", sign_in->client_id) &&
           add_text(json, "user_id", sign_in->user_id) &&
           add_text(json, "account_id", sign_in->account_id) &&
           add_text(json, "display_name", sign_in->display_name) &&
           add_text(json, "profile", sign_in->profile) && add_text(json, "scope", sign_in->scope) &&
           add_time(json, "signed_in_at", sign_in->signed_in_at) &&
           add_time(json, "ends_at", sign_in->ends_at) && add_text(json, "ended", sign_in->ended) &&
           add_text(json, "access_token", sign_in->access_token) &&
           add_time(json, "token_ends_at", sign_in->token_ends_at) &&
           buffer_append_format(json, ",\n  \"token_life\": %lld",
                                (long long)sign_in->token_life) &&
           add_text(json, "refresh_token", sign_in->refresh_token) &&
           buffer_append_string(json, "\n}\n");
}

enum member {
    CLIENT_ID,
    USER_ID,
    ACCOUNT_ID,
    DISPLAY_NAME,
    PROFILE,
    SCOPE,
    SIGNED_IN_AT,
    ENDS_AT,
    ENDED,
    ACCESS_TOKEN,
    TOKEN_ENDS_AT,
    TOKEN_LIFE,
    REFRESH_TOKEN,
    MEMBERS
};

static const char *const member_names[MEMBERS] = {
    "client_id",     "user_id",      "account_id",    "display_name", "profile",
    "scope",         "signed_in_at", "ends_at",       "ended",        "access_token",
    "token_ends_at", "token_life",   "refresh_token",
};

/* A text that is there, without a NUL in it. False when it is there and is not such a text. */
static bool copy_text(const struct json_value *value, char **text)
{
    if (value->kind == JSON_ABSENT)
        return true;
    if (value->kind != JSON_STRING || memchr(value->text, '\0', value->length))
        return false;
    *text = strndup(value->text, value->length);
    return *text != NULL;
}

static bool read_time(const struct json_value *value, int64_t *time)
{
    return value->kind == JSON_STRING && timestamp_parse(value->text, value->length, time);
}

bool sign_in_from_json(const struct buffer *text, struct sign_in *sign_in)
{
    struct error ignored; /* whatever it is, the file is damaged */
    struct json_paths *paths = json_paths_new(&ignored);
    const struct json_value *values[MEMBERS];
    int slots[MEMBERS];
    bool parsed = false;

    if (!paths)
        return false;
    for (int i = 0; i < MEMBERS; i++)
        if ((slots[i] = json_paths_add(paths, member_names[i], &ignored)) < 0)
            goto out;
    if (!json_scan(paths, text->bytes, text->length, &ignored))
        goto out;
    for (int i = 0; i < MEMBERS; i++)
        values[i] = json_value(paths, slots[i]);
    parsed = copy_text(values[CLIENT_ID], &sign_in->client_id) &&
             copy_text(values[USER_ID], &sign_in->user_id) &&
             copy_text(values[ACCOUNT_ID], &sign_in->account_id) &&
             copy_text(values[DISPLAY_NAME], &sign_in->display_name) &&
             copy_text(values[PROFILE], &sign_in->profile) &&
             copy_text(values[SCOPE], &sign_in->scope) &&
             copy_text(values[ENDED], &sign_in->ended) &&
             copy_text(values[ACCESS_TOKEN], &sign_in->access_token) &&
             copy_text(values[REFRESH_TOKEN], &sign_in->refresh_token) &&
             read_time(values[SIGNED_IN_AT], &sign_in->signed_in_at) &&
             read_time(values[ENDS_AT], &sign_in->ends_at) &&
             read_time(values[TOKEN_ENDS_AT], &sign_in->token_ends_at) &&
             values[TOKEN_LIFE]->kind == JSON_INTEGER && values[TOKEN_LIFE]->integer > 0 &&
             sign_in->client_id && sign_in->user_id &&
             (sign_in->ended || (sign_in->access_token && sign_in->refresh_token));
    if (parsed)
        sign_in->token_life = values[TOKEN_LIFE]->integer;
out:
    json_paths_free(paths);
    return parsed;
}
