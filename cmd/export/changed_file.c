#include "changed_file.h"

#include "base/buffer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 64 * 1024 };

struct changed_file {
    int directory;
    char *name;
    int old_fd, new_fd; /* negative: there is none */
    struct stat old;
    off_t same;            /* this many bytes are as they were */
    struct buffer pending; /* not compared or written yet */
    char piece[PIECE];
};

static bool changed_file_error(const char *what, const char *name, struct error *error)
{
    return error_set(error, EX_IOERR, "cannot %s '%.200s': %s", what, name, strerror(errno));
}

static bool open_old(struct changed_file *file, struct error *error)
{
    file->old_fd =
        openat(file->directory, file->name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file->old_fd < 0)
        return errno == ENOENT || changed_file_error("open", file->name, error);
    if (fstat(file->old_fd, &file->old) != 0)
        return changed_file_error("open", file->name, error);
    return S_ISREG(file->old.st_mode) ||
           error_set(error, EX_IOERR, "'%.200s' is no regular file: remove it first", file->name);
}

struct changed_file *changed_file_open(int directory, const char *name, struct error *error)
{
    struct changed_file *file = malloc(sizeof *file);

    if (!file) {
        (void)error_no_memory(error);
        return NULL;
    }
    file->directory = directory;
    file->old_fd = file->new_fd = -1;
    file->same = 0;
    file->pending = (struct buffer){0};
    file->name = strdup(name);
    if (!file->name)
        (void)error_no_memory(error);
    else if (open_old(file, error))
        return file;
    changed_file_abandon(file);
    return NULL;
}

static bool write_piece(struct changed_file *file, const char *bytes, size_t length,
                        struct error *error)
{
    while (length > 0) {
        ssize_t written = write(file->new_fd, bytes, length);
        if (written < 0 && errno != EINTR)
            return changed_file_error("write", file->name, error);
        if (written > 0) {
            bytes += written;
            length -= (size_t)written;
        }
    }
    return true;
}

/* Reads up to a piece of the old file from `offset` on; 0 at its end, -1 with *error. */
static ssize_t read_old(struct changed_file *file, off_t offset, size_t length, struct error *error)
{
    ssize_t got;

    do
        got = pread(file->old_fd, file->piece, length < PIECE ? length : PIECE, offset);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        (void)changed_file_error("read", file->name, error);
    return got;
}

/* Begins the new file with what is as it was. */
static bool start_new(struct changed_file *file, struct error *error)
{
    ssize_t got;

    file->new_fd = openat(file->directory, CHANGED_FILE_NEW,
                          O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (file->new_fd < 0 ||
        (file->old_fd >= 0 && fchmod(file->new_fd, file->old.st_mode & 07777) != 0))
        return changed_file_error("make a new", file->name, error);
    for (off_t offset = 0; offset < file->same; offset += got) {
        got = read_old(file, offset, (size_t)(file->same - offset), error);
        if (got < 0)
            return false;
        if (got == 0)
            return error_set(error, EX_IOERR, "'%.200s' became shorter meanwhile", file->name);
        if (!write_piece(file, file->piece, (size_t)got, error))
            return false;
    }
    return true;
}

/* Counts the bytes that the old file has at its place; *length gets smaller by as many. */
static bool compare(struct changed_file *file, const char **bytes, size_t *length,
                    struct error *error)
{
    while (*length > 0) {
        ssize_t got = read_old(file, file->same, *length, error);
        if (got < 0)
            return false;
        if (got == 0 || memcmp(file->piece, *bytes, (size_t)got) != 0)
            break;
        file->same += got;
        *bytes += got;
        *length -= (size_t)got;
    }
    return true;
}

static bool write_pending(struct changed_file *file, struct error *error)
{
    const char *bytes = file->pending.bytes;
    size_t length = file->pending.length;

    if (length == 0)
        return true;
    if (file->new_fd < 0 && file->old_fd >= 0 && !compare(file, &bytes, &length, error))
        return false;
    if (length > 0 &&
        ((file->new_fd < 0 && !start_new(file, error)) || !write_piece(file, bytes, length, error)))
        return false;
    file->pending.length = 0;
    return true;
}

bool changed_file_write(struct changed_file *file, const char *bytes, size_t length,
                        struct error *error)
{
    if (!buffer_append(&file->pending, bytes, length))
        return error_no_memory(error);
    return file->pending.length < PIECE || write_pending(file, error);
}

static bool put_in_place(struct changed_file *file, struct error *error)
{
    bool closed = fsync(file->new_fd) == 0;

    closed = close(file->new_fd) == 0 && closed;
    file->new_fd = -1;
    if (closed && renameat(file->directory, CHANGED_FILE_NEW, file->directory, file->name) == 0)
        return true;
    (void)changed_file_error("write", file->name, error);
    (void)unlinkat(file->directory, CHANGED_FILE_NEW,
                   0); /* the first failure is the one to report */
    return false;
}

bool changed_file_finish(struct changed_file *file, bool *changed, struct error *error)
{
    bool done = write_pending(file, error);

    if (done && file->new_fd < 0 && (file->old_fd < 0 || file->old.st_size != file->same))
        done = start_new(file, error);
    *changed = done && file->new_fd >= 0;
    if (*changed)
        done = put_in_place(file, error);
    changed_file_abandon(file);
    return done;
}

void changed_file_abandon(struct changed_file *file)
{
    if (!file)
        return;
    if (file->new_fd >= 0) {
        (void)close(file->new_fd);
        (void)unlinkat(file->directory, CHANGED_FILE_NEW, 0); /* the next export removes it, too */
    }
    if (file->old_fd >= 0)
        (void)close(file->old_fd);
    buffer_free(&file->pending);
    free(file->name);
    free(file);
}
