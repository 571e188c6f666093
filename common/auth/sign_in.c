#include "auth/sign_in.h"
#include "base/buffer.h"
#include "state/account.h"
#include "state/account_files.h"

#include <stdlib.h>
#include <string.h>

#define TOKENS_FILE "tokens.json"
#define CLIENT_FILE "client-id"

struct sign_in_store {
    const char *account;
    struct account_files *files;
};

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

bool sign_in_write(struct sign_in_store *store, const struct sign_in *sign_in, struct error *error)
{
    struct buffer json = {.is_secret = true};
    bool written = (sign_in_to_json(sign_in, &json) || error_no_memory(error)) &&
                   account_files_replace(store->files, TOKENS_FILE, &json, error);

    buffer_free(&json);
    return written;
}

bool sign_in_read(struct sign_in_store *store, struct sign_in *sign_in, struct error *error)
{
    struct buffer text = {.is_secret = true};
    bool found, done = false;

    *sign_in = (struct sign_in){0};
    if (!account_files_read(store->files, TOKENS_FILE, &text, &found, error))
        goto out;
    if (!found) {
        (void)error_set(error, EX_NOPERM, "nobody is signed in: run '%s'",
                        account_login_command(store->account));
        goto out;
    }
    if (!sign_in_from_json(&text, sign_in)) {
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
    buffer_free(&text);
    return done;
}

bool sign_in_lock(struct sign_in_store *store, struct error *error)
{
    return account_files_lock(store->files, error);
}

bool sign_in_try_lock(struct sign_in_store *store, int64_t since, bool *locked, struct error *error)
{
    return account_files_try_lock(store->files, since, locked, error);
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
    struct error ignored; /* then the user has to give it again */
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
