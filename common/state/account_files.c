#include "state/account_files.h"
#include "base/timestamp.h"
#include "state/account.h"
#include "state/state_directory.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOCK_FILE     "refresh.lock"
#define LONGEST_FILE  ((size_t)1 << 20)
#define LOCK_PATIENCE (120 * TIMESTAMP_SECOND)

struct account_files {
    char *path;
    int directory; /* negative: there is none */
    int lock;
};

/* What is kept here must be the user's, and of no use to others. */
static bool check_private(const struct stat *status, const char *what, mode_t mode,
                          const char *folder, const char *name, struct error *error)
{
    if (status->st_uid != geteuid())
        return error_set(error, EX_CONFIG, "%s belongs to another user: %s%s%s", what, folder,
                         *name ? "/" : "", name);
    if (status->st_mode & 077)
        return error_set(error, EX_CONFIG, "%s must be private: run 'chmod %o %s%s%s'", what,
                         (unsigned)mode, folder, *name ? "/" : "", name);
    return true;
}

static bool open_directory(struct account_files *files, bool make, struct error *error)
{
    struct stat status;

    if (make && !state_directory_make(files->path, error))
        return false;
    files->directory = open(files->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (files->directory < 0 && errno == ENOENT)
        return true;
    if (files->directory < 0 || fstat(files->directory, &status) != 0)
        return error_set(error, EX_IOERR, "cannot open the directory %s: %s", files->path,
                         strerror(errno));
    return check_private(&status, "the directory of the tokens", 0700, files->path, "", error);
}

struct account_files *account_files_open(const char *account, bool make, struct error *error)
{
    struct account_files *files = calloc(1, sizeof *files);
    struct buffer path = {0};

    if (!files) {
        (void)error_no_memory(error);
        return NULL;
    }
    files->directory = files->lock = -1;
    if (!account_directory(account, &path, error)) {
        buffer_free(&path);
        account_files_close(files);
        return NULL;
    }
    files->path = path.bytes;
    if (!open_directory(files, make, error)) {
        account_files_close(files);
        return NULL;
    }
    return files;
}

const char *account_files_path(const struct account_files *files)
{
    return files->path;
}

static bool file_error(const struct account_files *files, const char *what, const char *name,
                       struct error *error)
{
    return error_set(error, EX_IOERR, "cannot %s %s/%s: %s", what, files->path, name,
                     strerror(errno));
}

bool account_files_read(const struct account_files *files, const char *name, struct buffer *text,
                        bool *found, struct error *error)
{
    struct stat status;
    ssize_t got = 1;
    bool done = false;
    int fd;

    *found = false;
    if (files->directory < 0)
        return true;
    /* it does not wait for whoever may have put a pipe there */
    fd = openat(files->directory, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return errno == ENOENT || file_error(files, "open", name, error);
    if (fstat(fd, &status) != 0) {
        (void)file_error(files, "open", name, error);
        goto out;
    }
    if (!check_private(&status, "a file of tokens", 0600, files->path, name, error))
        goto out;
    while (got > 0 && text->length <= LONGEST_FILE) {
        if (!buffer_reserve(text, 4096)) {
            (void)error_no_memory(error);
            goto out;
        }
        do
            got = read(fd, text->bytes + text->length, 4096);
        while (got < 0 && errno == EINTR);
        if (got < 0) {
            (void)file_error(files, "read", name, error);
            goto out;
        }
        text->length += (size_t)got;
    }
    *found = done = true;
out:
    (void)close(fd);
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

bool account_files_replace(const struct account_files *files, const char *name,
                           const struct buffer *text, struct error *error)
{
    char new_name[32];
    int fd;
    bool written;

    (void)snprintf(new_name, sizeof new_name, "%s.new", name);
    /* what a process left that died while it wrote */
    if (unlinkat(files->directory, new_name, 0) != 0 && errno != ENOENT)
        return file_error(files, "remove", new_name, error);
    fd = openat(files->directory, new_name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                0600);
    if (fd < 0)
        return file_error(files, "make", new_name, error);
    written = write_all(fd, text->bytes, text->length) && fsync(fd) == 0;
    if (!written)
        (void)file_error(files, "write", new_name, error);
    if (close(fd) != 0 && written) {
        (void)file_error(files, "write", new_name, error);
        written = false;
    }
    if (written && (renameat(files->directory, new_name, files->directory, name) != 0 ||
                    fsync(files->directory) != 0)) {
        (void)file_error(files, "replace", name, error);
        written = false;
    }
    if (!written)
        (void)unlinkat(files->directory, new_name, 0); /* the first failure is the one to report */
    return written;
}

bool account_files_remove(const struct account_files *files, const char *name, bool *removed,
                          struct error *error)
{
    char new_name[32];

    *removed = false;
    if (files->directory < 0)
        return true;
    (void)snprintf(new_name, sizeof new_name, "%s.new", name);
    for (int i = 0; i < 2; i++) {
        const char *victim = i == 0 ? name : new_name;
        if (unlinkat(files->directory, victim, 0) == 0)
            *removed = true;
        else if (errno != ENOENT)
            return file_error(files, "remove", victim, error);
    }
    if (fsync(files->directory) != 0)
        return file_error(files, "remove", name, error);
    return true;
}

bool account_files_try_lock(struct account_files *files, int64_t since, bool *locked,
                            struct error *error)
{
    *locked = true;
    if (files->directory < 0)
        return true;
    if (files->lock < 0)
        files->lock =
            openat(files->directory, LOCK_FILE, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (files->lock < 0)
        return file_error(files, "open", LOCK_FILE, error);
    if (flock(files->lock, LOCK_EX | LOCK_NB) == 0)
        return true;
    *locked = false;
    if (errno != EWOULDBLOCK && errno != EINTR) {
        (void)file_error(files, "lock", LOCK_FILE, error);
        account_files_unlock(files);
        return false;
    }
    if (timestamp_monotonic() < since + LOCK_PATIENCE)
        return true;
    account_files_unlock(files);
    return error_set(error, EX_UNAVAILABLE,
                     "another process has held %s/%s for %lld s: end it, and try again",
                     files->path, LOCK_FILE, (long long)(LOCK_PATIENCE / TIMESTAMP_SECOND));
}

bool account_files_lock(struct account_files *files, struct error *error)
{
    int64_t since = timestamp_monotonic();
    bool locked;

    for (;;) {
        if (!account_files_try_lock(files, since, &locked, error))
            return false;
        if (locked)
            return true;
        (void)poll(NULL, 0, ACCOUNT_FILES_LOCK_INTERVAL / 1000);
    }
}

void account_files_unlock(struct account_files *files)
{
    if (files->lock >= 0)
        (void)close(files->lock);
    files->lock = -1;
}

void account_files_close(struct account_files *files)
{
    if (!files)
        return;
    account_files_unlock(files);
    if (files->directory >= 0)
        (void)close(files->directory);
    free(files->path);
    free(files);
}
