#include "auth/sign_in.h"
#include "base/buffer.h"
#include "base/secret.h"
#include "base/timestamp.h"
#include "state/account.h"
#include "state/account_files.h"
#include "json/json.h"
#include "json/json_string.h"

#include <stdlib.h>
#include <string.h>

#define TOKENS_FILE "tokens.json"
#define CLIENT_FILE "client-id"

struct sign_in_store {
    const char *account;
    struct account_files *files;
};

void sign_in_clear(struct sign_in *sign_in)
{
    secret_free(sign_in->access_token);
    secret_free(sign_in->refresh_token);
    free(sign_in->client_id);
    free(sign_in->user_id);
    free(sign_in->display_name);
    free(sign_in->ended);
    *sign_in = (struct sign_in){0};
}

struct sign_in_store *sign_in_open(const char *account, bool make, struct error *error)
{
    struct sign_in_store *store = calloc(1, sizeof *store);

    if (!store) {
        (void)error_no_memory(error);
        return NULL;
    }
    store->account = account;
    store->files = account_files_open(account, make, error);
    if (!store->files) {
        free(store);
        return NULL;
    }
    return store;
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

bool sign_in_write(struct sign_in_store *store, const struct sign_in *sign_in, struct error *error)
{
    struct buffer json = {0};
    bool written;

    written =
        buffer_append(&json, "{", 1) && add_text(&json, "client_id", sign_in->client_id) &&
        add_text(&json, "user_id", sign_in->user_id) &&
        add_text(&json, "display_name", sign_in->display_name) &&
        add_time(&json, "signed_in_at", sign_in->signed_in_at) &&
        add_time(&json, "ends_at", sign_in->ends_at) && add_text(&json, "ended", sign_in->ended) &&
        add_text(&json, "access_token", sign_in->access_token) &&
        add_time(&json, "token_ends_at", sign_in->token_ends_at) &&
        buffer_append_format(&json, ",\n  \"token_life\": %lld", (long long)sign_in->token_life) &&
        add_text(&json, "refresh_token", sign_in->refresh_token) &&
        buffer_append_string(&json, "\n}\n");
    written = (written || error_no_memory(error)) &&
              account_files_replace(store->files, TOKENS_FILE, &json, error);
    secret_free_buffer(&json);
    return written;
}

enum slot {
    CLIENT_ID,
    USER_ID,
    DISPLAY_NAME,
    SIGNED_IN_AT,
    ENDS_AT,
    ENDED,
    ACCESS_TOKEN,
    TOKEN_ENDS_AT,
    TOKEN_LIFE,
    REFRESH_TOKEN,
    SLOTS
};

static const char *const slot_paths[SLOTS] = {
    "client_id", "user_id",      "display_name",  "signed_in_at", "ends_at",
    "ended",     "access_token", "token_ends_at", "token_life",   "refresh_token",
};

/* A text that is there, without a NUL in it. False when it is there and is not such a text. */
static bool take_text(const struct json_value *value, char **text)
{
    if (value->kind == JSON_ABSENT)
        return true;
    if (value->kind != JSON_STRING || memchr(value->text, '\0', value->length))
        return false;
    *text = strndup(value->text, value->length);
    return *text != NULL;
}

static bool take_time(const struct json_value *value, int64_t *time)
{
    return value->kind == JSON_STRING && timestamp_parse(value->text, value->length, time);
}

static bool parse(const struct buffer *text, struct sign_in *sign_in)
{
    struct error ignored; /* whatever it is, the file is damaged */
    struct json_paths *paths = json_paths_new(&ignored);
    const struct json_value *values[SLOTS];
    int slots[SLOTS];
    bool parsed = false;

    if (!paths)
        return false;
    for (int i = 0; i < SLOTS; i++)
        if ((slots[i] = json_paths_add(paths, slot_paths[i], &ignored)) < 0)
            goto out;
    if (!json_scan(paths, text->bytes, text->length, &ignored))
        goto out;
    for (int i = 0; i < SLOTS; i++)
        values[i] = json_value(paths, slots[i]);
    parsed = take_text(values[CLIENT_ID], &sign_in->client_id) &&
             take_text(values[USER_ID], &sign_in->user_id) &&
             take_text(values[DISPLAY_NAME], &sign_in->display_name) &&
             take_text(values[ENDED], &sign_in->ended) &&
             take_text(values[ACCESS_TOKEN], &sign_in->access_token) &&
             take_text(values[REFRESH_TOKEN], &sign_in->refresh_token) &&
             take_time(values[SIGNED_IN_AT], &sign_in->signed_in_at) &&
             take_time(values[ENDS_AT], &sign_in->ends_at) &&
             take_time(values[TOKEN_ENDS_AT], &sign_in->token_ends_at) &&
             values[TOKEN_LIFE]->kind == JSON_INTEGER && values[TOKEN_LIFE]->integer > 0 &&
             sign_in->client_id && sign_in->user_id &&
             (sign_in->ended || (sign_in->access_token && sign_in->refresh_token));
    if (parsed)
        sign_in->token_life = values[TOKEN_LIFE]->integer;
out:
    json_paths_free(paths);
    return parsed;
}

bool sign_in_read(struct sign_in_store *store, struct sign_in *sign_in, struct error *error)
{
    struct buffer text = {0};
    bool found, done = false;

    *sign_in = (struct sign_in){0};
    if (!account_files_read(store->files, TOKENS_FILE, &text, &found, error))
        goto out;
    if (!found) {
        (void)error_set(error, EX_NOPERM, "nobody is signed in: run '%s'",
                        account_login_command(store->account));
        goto out;
    }
    if (!parse(&text, sign_in)) {
        sign_in_clear(sign_in);
        (void)error_set(error, EX_NOPERM, "%s/%s is damaged: run '%s' to sign in again",
                        account_files_path(store->files), TOKENS_FILE,
                        account_login_command(store->account));
        goto out;
    }
    if (sign_in->ended) {
        (void)error_set(error, EX_NOPERM, "the sign-in has ended (%s): run '%s' to sign in again",
                        sign_in->ended, account_login_command(store->account));
        goto out;
    }
    done = true;
out:
    secret_free_buffer(&text);
    return done;
}

bool sign_in_lock(struct sign_in_store *store, struct error *error)
{
    return account_files_lock(store->files, error);
}

void sign_in_unlock(struct sign_in_store *store)
{
    account_files_unlock(store->files);
}

bool sign_in_remove(struct sign_in_store *store, bool *removed, struct error *error)
{
    return account_files_remove(store->files, TOKENS_FILE, removed, error);
}

bool sign_in_remember_client(struct sign_in_store *store, const char *client_id,
                             struct error *error)
{
    struct buffer text = {0};
    bool done = buffer_append_format(&text, "%s\n", client_id) || error_no_memory(error);

    done = done && account_files_replace(store->files, CLIENT_FILE, &text, error);
    buffer_free(&text);
    return done;
}

char *sign_in_remembered_client(struct sign_in_store *store)
{
    struct buffer text = {0};
    struct error ignored; /* then it is asked for again */
    char *client_id = NULL;
    bool found;

    if (account_files_read(store->files, CLIENT_FILE, &text, &found, &ignored) && text.length) {
        const char *end = memchr(text.bytes, '\n', text.length);
        client_id = strndup(text.bytes, end ? (size_t)(end - text.bytes) : text.length);
    }
    if (client_id && !sign_in_client_is_valid(client_id)) {
        free(client_id);
        client_id = NULL;
    }
    buffer_free(&text);
    return client_id;
}

bool sign_in_client_is_valid(const char *client_id)
{
    size_t length =
        strspn(client_id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    return length > 0 && length <= 128 && !client_id[length];
}

void sign_in_close(struct sign_in_store *store)
{
    if (!store)
        return;
    account_files_close(store->files);
    free(store);
}
