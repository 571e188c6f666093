#include "export.h"
#include "export_zip.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEEPEST_FOLDER = 8, PATH_SIZE = 4096 };

bool export_is_history(const char *name)
{
    static const char *const patterns[] = {"Streaming_History_Audio_*.json",
                                           "Streaming_History_Video_*.json", "endsong*.json",
                                           "StreamingHistory*.json"};
    const char *slash = strrchr(name, '/');

    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        if (fnmatch(patterns[i], slash ? slash + 1 : name, 0) == 0)
            return true;
    return false;
}

/* A file that is open, and the bytes of it that were looked at already. */
struct open_file {
    int fd;
    const char *name;
    struct export_bytes *bytes;
    char head[4];
    size_t head_length, head_given;
};

static bool read_open_file(void *file, char *bytes, size_t size, size_t *length,
                           struct error *error)
{
    struct open_file *open_file = file;
    size_t left = open_file->head_length - open_file->head_given;
    ssize_t count;

    if (left) {
        *length = left < size ? left : size;
        memcpy(bytes, open_file->head + open_file->head_given, *length);
        open_file->head_given += *length;
        return true;
    }
    do
        count = read(open_file->fd, bytes, size);
    while (count < 0 && errno == EINTR);
    if (count < 0)
        return error_set(error, EX_IOERR, "cannot read %.200s: %s", open_file->name,
                         strerror(errno));
    *length = (size_t)count;
    if (open_file->bytes)
        open_file->bytes->read += count;
    return true;
}

static bool read_head(struct open_file *file, struct error *error)
{
    while (file->head_length < sizeof file->head) {
        size_t length;
        file->head_given = file->head_length;
        if (!read_open_file(file, file->head + file->head_length,
                            sizeof file->head - file->head_length, &length, error))
            return false;
        if (length == 0)
            break;
        file->head_length += length;
    }
    file->head_given = 0;
    return true;
}

static bool visit_file(struct open_file *file, struct export_visitor *visitor, struct error *error)
{
    if (!read_head(file, error))
        return false;
    if (file->head_length == sizeof file->head && memcmp(file->head, "PK\3\4", 4) == 0)
        return export_visit_zip(file->name, read_open_file, file, visitor, error);
    visitor->stopped = !visitor->take(visitor->context, file->name, read_open_file, file);
    return !visitor->stopped;
}

static bool visit_path(const char *path, void *context, struct error *error)
{
    struct export_visitor *visitor = context;
    struct open_file file = {
        .name = path, .fd = open(path, O_RDONLY | O_CLOEXEC), .bytes = visitor->bytes};
    bool visited;

    if (file.fd < 0)
        return error_set(error, EX_IOERR, "cannot open %.200s: %s", path, strerror(errno));
    visited = visit_file(&file, visitor, error);
    (void)close(file.fd); /* it was only read */
    return visited;
}

static bool is_folder(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* Calls `each` with `context` for each file of the history, and counts them in *found. */
static bool walk_folder(const char *path, int depth,
                        bool (*each)(const char *path, void *context, struct error *error),
                        void *context, size_t *found, struct error *error)
{
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, is_visible, alphasort);
    bool visited = true;

    if (count < 0)
        return error_set(error, EX_IOERR, "cannot read the folder %.200s: %s", path,
                         strerror(errno));
    for (int i = 0; i < count; i++) {
        char name[PATH_SIZE];
        int length = snprintf(name, sizeof name, "%s/%s", path, entries[i]->d_name);
        if (visited && length > 0 && (size_t)length < sizeof name) {
            if (is_folder(name))
                visited = depth == DEEPEST_FOLDER ||
                          walk_folder(name, depth + 1, each, context, found, error);
            else if (export_is_history(name)) {
                ++*found;
                visited = each(name, context, error);
            }
        }
        free(entries[i]);
    }
    free(entries);
    return visited;
}

bool export_visit(const char *path, struct export_visitor *visitor, struct error *error)
{
    struct open_file input = {
        .fd = STDIN_FILENO, .name = "standard input", .bytes = visitor->bytes};
    size_t found = 0;

    if (strcmp(path, "-") == 0)
        return visit_file(&input, visitor, error);
    if (!is_folder(path))
        return visit_path(path, visitor, error);
    if (!walk_folder(path, 0, visit_path, visitor, &found, error))
        return false;
    return found > 0 || export_lacks_history(path, error);
}

static bool add_size(const char *path, void *context, struct error *error)
{
    int64_t *size = context;
    struct stat about;

    (void)error;
    if (stat(path, &about) == 0 && S_ISREG(about.st_mode))
        *size += about.st_size;
    return true;
}

int64_t export_size(const char *path)
{
    struct error error;
    size_t found = 0;
    int64_t size = 0;

    if (!is_folder(path))
        (void)add_size(path, &size, &error);
    else if (!walk_folder(path, 0, add_size, &size, &found, &error))
        size = 0;
    return size;
}
