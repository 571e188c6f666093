#include "access.h"
#include "base/browser.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/timestamp.h"
#include "guard.h"
#include "state/account_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RANDOM_BYTES = 32, RANDOM_TEXT = 2 * RANDOM_BYTES + 1, LEAST_SECRET = 16 };

#define KEY_FILE  "page-key"
#define LINK_FILE "open-page.html"
#define KEY_LIFE  (30 * 86400 * TIMESTAMP_SECOND)

struct access {
    struct account_files *files; /* NULL if they cannot be used */
    char *secret;                /* of the secret file, or NULL */
    char token[RANDOM_TEXT];
    char cookie[128];
    char set_cookie[256];
};

static bool make_random(char text[static RANDOM_TEXT], struct error *error)
{
    unsigned char bytes[RANDOM_BYTES];

    if (getentropy(bytes, sizeof bytes) != 0)
        return error_set(error, EX_OSERR, "no random bytes are available");
    for (int i = 0; i < RANDOM_BYTES; i++)
        (void)snprintf(text + 2 * i, 3, "%02x", bytes[i]);
    explicit_bzero(bytes, sizeof bytes);
    return true;
}

/* The file has the key, a space, and the time at which it was made. */
static bool key_is_good(const struct buffer *text, char key[static RANDOM_TEXT])
{
    int64_t made;
    int64_t now = timestamp_now();

    if (text->length < RANDOM_TEXT + 1 || text->bytes[RANDOM_TEXT - 1] != ' ' ||
        strspn(text->bytes, "0123456789abcdef") != RANDOM_TEXT - 1 ||
        !timestamp_parse(text->bytes + RANDOM_TEXT, text->length - RANDOM_TEXT, &made) ||
        now - made > KEY_LIFE || made - now > KEY_LIFE) /* the clock may have been set back */
        return false;
    memcpy(key, text->bytes, RANDOM_TEXT - 1);
    key[RANDOM_TEXT - 1] = '\0';
    return true;
}

/* Gets the key that was kept, or keeps a new one. */
static bool share_key(struct account_files *files, char key[static RANDOM_TEXT],
                      struct error *error)
{
    struct buffer text = {.is_secret = true};
    char now[TIMESTAMP_TEXT];
    bool found, done = false;

    if (!account_files_lock(files, error))
        return false;
    if (!account_files_read(files, KEY_FILE, &text, &found, error))
        goto out;
    done = found && buffer_string(&text) && key_is_good(&text, key);
    if (!done && make_random(key, error)) {
        text.length = 0;
        timestamp_format_seconds(timestamp_now(), now);
        done = (buffer_append_format(&text, "%s %s", key, now) || error_no_memory(error)) &&
               account_files_replace(files, KEY_FILE, &text, error);
    }
out:
    account_files_unlock(files);
    buffer_free(&text);
    return done;
}

/* The first line of a file that only its owner can read. */
static char *read_secret(const char *name, struct error *error)
{
    char text[256];
    struct stat file;
    ssize_t got = -1;
    int fd = open(name, O_RDONLY | O_CLOEXEC);
    char *secret = NULL;

    if (fd < 0 || fstat(fd, &file) != 0 || (got = read(fd, text, sizeof text - 1)) < 0) {
        (void)error_set(error, EX_IOERR, "cannot read %.200s: %s", name, strerror(errno));
        goto out;
    }
    text[got] = '\0';
    text[strcspn(text, "\r\n")] = '\0';
    if (file.st_mode & (S_IRWXG | S_IRWXO))
        (void)error_set(error, EX_CONFIG, "others can use %.200s: run chmod 600 on it", name);
    else if (strlen(text) < LEAST_SECRET ||
             strspn(text, "0123456789abcdefghijklmnopqrstuvwxyz"
                          "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_") != strlen(text))
        (void)error_set(error, EX_CONFIG,
                        "%.200s has no secret in its first line: it takes at least %d letters, "
                        "digits, - and _",
                        name, LEAST_SECRET);
    else if (!(secret = strdup(text)))
        (void)error_no_memory(error);
out:
    explicit_bzero(text, sizeof text);
    if (fd >= 0)
        (void)close(fd); /* it was only read */
    return secret;
}

struct access *access_open(const char *account, unsigned port, const char *secret_file,
                           struct error *error)
{
    struct access *access = calloc(1, sizeof *access);
    struct error reason;
    char key[RANDOM_TEXT];

    if (!access) {
        (void)error_no_memory(error);
        return NULL;
    }
    if (!make_random(access->token, error) ||
        (secret_file && !(access->secret = read_secret(secret_file, error))))
        goto failed;
    access->files = account_files_open(account, true, &reason);
    if (!access->files || !share_key(access->files, key, &reason)) {
        log_warning("the page has to be opened anew when serve is started again: %s", reason.text);
        if (!make_random(key, error))
            goto failed;
    }
    (void)snprintf(access->cookie, sizeof access->cookie, "spotify-sync-%u=%s", port, key);
    (void)snprintf(access->set_cookie, sizeof access->set_cookie,
                   "%s; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict", access->cookie);
    explicit_bzero(key, sizeof key);
    return access;
failed:
    access_close(access);
    return NULL;
}

const char *access_cookie(const struct access *access)
{
    return access->cookie;
}

const char *access_set_cookie(const struct access *access)
{
    return access->set_cookie;
}

const char *access_token(const struct access *access)
{
    return access->secret ? access->secret : access->token;
}

bool access_is_once(const struct access *access)
{
    return !access->secret;
}

bool access_use(struct access *access, const char *token)
{
    struct error reason;

    if (!*access_token(access) || !guard_equal(token, access_token(access)))
        return false;
    /* If there is none to replace it, no link works any more. */
    if (!access->secret && !make_random(access->token, &reason))
        *access->token = '\0';
    return true;
}

pid_t access_open_browser(const struct access *access, const char *address)
{
    struct buffer page = {.is_secret = true}, name = {0};
    struct error reason = {.text = "out of memory"};
    pid_t browser = -1;
    bool locked;

    if (!access->files)
        return -1;
    locked = buffer_append_format(&page,
                                  "<!doctype html>\n<title>spotify-sync</title>\n"
                                  "<meta http-equiv=\"refresh\" content=\"0;url=%s\">\n",
                                  address) &&
             account_files_lock(access->files, &reason);
    if (locked && account_files_replace(access->files, LINK_FILE, &page, &reason) &&
        buffer_append_format(&name, "file://%s/" LINK_FILE, account_files_path(access->files)))
        browser = browser_open(name.bytes);
    else
        log_info("cannot open a browser: %s", reason.text);
    if (locked)
        account_files_unlock(access->files);
    buffer_free(&page);
    buffer_free(&name);
    return browser;
}

void access_close(struct access *access)
{
    if (!access)
        return;
    account_files_close(access->files);
    secret_free(access->secret);
    explicit_bzero(access, sizeof *access);
    free(access);
}
