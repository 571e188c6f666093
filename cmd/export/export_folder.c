#include "export_folder.h"

#include "changed_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct export_folder {
    const char *path;
    int fd;
};

static bool folder_error(const char *path, const char *what, struct error *error)
{
    return error_set(error, EX_IOERR, "cannot %s the folder '%.200s': %s", what, path,
                     strerror(errno));
}

/* A file system without locks has none to wait for. */
static bool lock_folder(const struct export_folder *folder, struct error *error)
{
    while (flock(folder->fd, LOCK_EX) != 0)
        if (errno == ENOLCK || errno == EOPNOTSUPP || errno == ENOSYS)
            return true;
        else if (errno != EINTR)
            return folder_error(folder->path, "lock", error);
    return true;
}

struct export_folder *export_folder_open(const char *path, bool make, struct error *error)
{
    struct export_folder *folder = calloc(1, sizeof *folder);

    if (!folder) {
        (void)error_no_memory(error);
        return NULL;
    }
    folder->path = path;
    folder->fd = -1;
    if (make && mkdir(path, 0777) != 0 && errno != EEXIST) {
        (void)folder_error(path, "make", error);
        goto failed;
    }
    folder->fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder->fd < 0) {
        (void)folder_error(path, "open", error);
        goto failed;
    }
    if (!lock_folder(folder, error))
        goto failed;
    /* what an export left that was killed */
    if (unlinkat(folder->fd, CHANGED_FILE_NEW, 0) == 0 || errno == ENOENT)
        return folder;
    (void)folder_error(path, "write to", error);
failed:
    if (folder->fd >= 0)
        (void)close(folder->fd);
    free(folder);
    return NULL;
}

static bool take_line(void *context, const char *line, size_t length, struct error *error)
{
    return changed_file_write(context, line, length, error) &&
           changed_file_write(context, "\n", 1, error);
}

bool export_folder_write(struct export_folder *folder, const char *name,
                         const struct list_printing *how, const struct known_list *lists,
                         const bool *chosen, size_t count, size_t *written, struct error *error)
{
    struct changed_file *file = changed_file_open(folder->fd, name, error);
    struct format_sink sink = {.take = take_line, .context = file};
    struct list_printing printing = *how;
    bool changed = false;

    if (!file)
        return false;
    printing.sink = &sink;
    if (!list_printing_run(&printing, lists, chosen, count, error)) {
        changed_file_abandon(file);
        return false;
    }
    if (!changed_file_finish(file, &changed, error))
        return false;
    *written += changed;
    return true;
}

bool export_folder_close(struct export_folder *folder, struct error *error)
{
    bool done = fsync(folder->fd) == 0 || errno == EINVAL;

    if (!done)
        (void)folder_error(folder->path, "write to", error);
    (void)close(folder->fd);
    free(folder);
    return done;
}
