#include "sign_in.h"
#include "account.h"
#include "buffer.h"
#include "json.h"
#include "json_edit.h"
#include "timestamp.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define TOKENS_FILE   "tokens.json"
#define CLIENT_FILE   "client-id"
#define LOCK_FILE     "refresh.lock"
#define LONGEST_FILE  ((size_t)1 << 20)
#define LOCK_PATIENCE (120 * TIMESTAMP_SECOND)
#define LOCK_INTERVAL 20 /* milliseconds between two looks */

struct sign_in_store {
    const char *account;
    char *path;
    int directory; /* negative: there is none */
    int lock;
};

static void wipe(char *secret)
{
    if (secret)
        explicit_bzero(secret, strlen(secret));
    free(secret);
}

void sign_in_clear(struct sign_in *sign_in)
{
    wipe(sign_in->access_token);
    wipe(sign_in->refresh_token);
    free(sign_in->client_id);
    free(sign_in->user_id);
    free(sign_in->display_name);
    free(sign_in->ended);
    *sign_in = (struct sign_in){0};
}

/* What is kept here must be the user's, and of no use to others. */
static bool is_private(const struct stat *status)
{
    return status->st_uid == geteuid() && (status->st_mode & 077) == 0;
}

static bool open_directory(struct sign_in_store *store, bool make, struct error *error)
{
    struct stat status;

    if (make && mkdir(store->path, 0700) != 0 && errno != EEXIST)
        return error_set(error, EX_IOERR, "cannot make the folder %s: %s", store->path,
                         strerror(errno));
    store->directory = open(store->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (store->directory < 0 && errno == ENOENT)
        return true;
    if (store->directory < 0 || fstat(store->directory, &status) != 0)
        return error_set(error, EX_IOERR, "cannot open the folder %s: %s", store->path,
                         strerror(errno));
    if (!is_private(&status))
        return error_set(error, EX_CONFIG,
                         "the folder of the tokens must be yours alone: run 'chmod 700 %s'",
                         store->path);
    return true;
}

struct sign_in_store *sign_in_open(const char *account, bool make, struct error *error)
{
    struct sign_in_store *store = calloc(1, sizeof *store);
    struct buffer path = {0};

    if (!store) {
        (void)error_no_memory(error);
        return NULL;
    }
    store->account = account;
    store->directory = store->lock = -1;
    if (!account_directory(account, &path, error)) {
        buffer_free(&path);
        sign_in_close(store);
        return NULL;
    }
    store->path = path.bytes;
    if (!open_directory(store, make, error)) {
        sign_in_close(store);
        return NULL;
    }
    return store;
}

static bool file_error(const struct sign_in_store *store, const char *what, const char *name,
                       struct error *error)
{
    return error_set(error, EX_IOERR, "cannot %s %s/%s: %s", what, store->path, name,
                     strerror(errno));
}

/* Appends what stands in a file. False with *error, and errno is ENOENT where there is no file. */
static bool read_file(const struct sign_in_store *store, const char *name, struct buffer *text,
                      struct error *error)
{
    int fd = openat(store->directory, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    struct stat status;
    ssize_t got = 1;
    bool done = false;

    if (fd < 0 || fstat(fd, &status) != 0) {
        int reason = errno;
        (void)file_error(store, "open", name, error);
        if (fd >= 0)
            (void)close(fd);
        errno = reason;
        return false;
    }
    if (!is_private(&status)) {
        (void)error_set(error, EX_CONFIG,
                        "a file of tokens must be yours alone: run 'chmod 600 %s/%s'", store->path,
                        name);
        goto out;
    }
    while (got > 0 && text->length <= LONGEST_FILE) {
        if (!buffer_reserve(text, 4096)) {
            (void)error_no_memory(error);
            goto out;
        }
        got = read(fd, text->bytes + text->length, 4096);
        if (got < 0) {
            (void)file_error(store, "read", name, error);
            goto out;
        }
        text->length += (size_t)got;
    }
    done = true;
out:
    (void)close(fd);
    errno = 0;
    return done;
}

static bool write_all(int fd, const char *bytes, size_t length)
{
    while (length) {
        ssize_t written = write(fd, bytes, length);
        if (written < 0 && errno != EINTR)
            return false;
        if (written > 0) {
            bytes += written;
            length -= (size_t)written;
        }
    }
    return true;
}

/* Puts a file in place of the one that may be there, and on disk. */
static bool replace_file(const struct sign_in_store *store, const char *name,
                         const struct buffer *text, struct error *error)
{
    char new_name[32];
    int fd;
    bool written;

    (void)snprintf(new_name, sizeof new_name, "%s.new", name);
    /* what a process left that died while it wrote */
    if (unlinkat(store->directory, new_name, 0) != 0 && errno != ENOENT)
        return file_error(store, "remove", new_name, error);
    fd = openat(store->directory, new_name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                0600);
    if (fd < 0)
        return file_error(store, "make", new_name, error);
    written = write_all(fd, text->bytes, text->length) && fsync(fd) == 0;
    if (!written)
        (void)file_error(store, "write", new_name, error);
    if (close(fd) != 0 && written) {
        (void)file_error(store, "write", new_name, error);
        written = false;
    }
    if (written && (renameat(store->directory, new_name, store->directory, name) != 0 ||
                    fsync(store->directory) != 0)) {
        (void)file_error(store, "replace", name, error);
        written = false;
    }
    if (!written)
        (void)unlinkat(store->directory, new_name, 0); /* the first failure is the one to tell of */
    return written;
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
    written = (written || error_no_memory(error)) && replace_file(store, TOKENS_FILE, &json, error);
    if (json.bytes)
        explicit_bzero(json.bytes, json.capacity);
    buffer_free(&json);
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
    bool done = false;

    *sign_in = (struct sign_in){0};
    if (store->directory < 0 || !read_file(store, TOKENS_FILE, &text, error)) {
        if (store->directory < 0 || errno == ENOENT)
            (void)error_set(error, EX_NOPERM, "nobody is signed in: run '%s'",
                            account_login_command(store->account));
        goto out;
    }
    if (!parse(&text, sign_in)) {
        sign_in_clear(sign_in);
        (void)error_set(error, EX_NOPERM, "%s/%s is damaged: run '%s' to sign in again",
                        store->path, TOKENS_FILE, account_login_command(store->account));
        goto out;
    }
    if (sign_in->ended) {
        (void)error_set(error, EX_NOPERM, "the sign-in has ended (%s): run '%s' to sign in again",
                        sign_in->ended, account_login_command(store->account));
        goto out;
    }
    done = true;
out:
    if (text.bytes)
        explicit_bzero(text.bytes, text.capacity);
    buffer_free(&text);
    return done;
}

bool sign_in_lock(struct sign_in_store *store, struct error *error)
{
    int64_t give_up_at = timestamp_monotonic() + LOCK_PATIENCE;

    store->lock =
        openat(store->directory, LOCK_FILE, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (store->lock < 0)
        return file_error(store, "open", LOCK_FILE, error);
    while (flock(store->lock, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) {
            (void)file_error(store, "lock", LOCK_FILE, error);
            sign_in_unlock(store);
            return false;
        }
        if (timestamp_monotonic() >= give_up_at) {
            sign_in_unlock(store);
            return error_set(error, EX_UNAVAILABLE,
                             "another process has held %s/%s for %lld s: end it, and try again",
                             store->path, LOCK_FILE, (long long)(LOCK_PATIENCE / TIMESTAMP_SECOND));
        }
        (void)poll(NULL, 0, LOCK_INTERVAL);
    }
    return true;
}

void sign_in_unlock(struct sign_in_store *store)
{
    if (store->lock >= 0)
        (void)close(store->lock);
    store->lock = -1;
}

bool sign_in_remove(struct sign_in_store *store, bool *removed, struct error *error)
{
    *removed = false;
    if (unlinkat(store->directory, TOKENS_FILE, 0) == 0)
        *removed = true;
    else if (errno != ENOENT)
        return file_error(store, "remove", TOKENS_FILE, error);
    if (fsync(store->directory) != 0)
        return file_error(store, "remove", TOKENS_FILE, error);
    return true;
}

bool sign_in_remember_client(struct sign_in_store *store, const char *client_id,
                             struct error *error)
{
    struct buffer text = {0};
    bool done = buffer_append_format(&text, "%s\n", client_id) || error_no_memory(error);

    done = done && replace_file(store, CLIENT_FILE, &text, error);
    buffer_free(&text);
    return done;
}

char *sign_in_remembered_client(struct sign_in_store *store)
{
    struct buffer text = {0};
    struct error ignored; /* then it is asked for again */
    char *client_id = NULL;

    if (store->directory >= 0 && read_file(store, CLIENT_FILE, &text, &ignored) && text.length) {
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
    sign_in_unlock(store);
    if (store->directory >= 0)
        (void)close(store->directory);
    free(store->path);
    free(store);
}
