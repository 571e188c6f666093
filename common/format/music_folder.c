#include "format/music_folder.h"

#include "base/buffer.h"
#include "base/log.h"
#include "format/music_tags.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct music_walk {
    struct music *music;
    struct buffer pending; /* paths of folders, each with its NUL */
    struct buffer path;    /* what is looked at */
    struct buffer place;
    size_t files;
    int milliseconds;
    bool is_added; /* the file at the path */
    bool failed;   /* with *error */
    struct error *error;
};

/* Whether a line of a playlist can hold the path as it is. */
static bool fits_line(const char *path)
{
    size_t length = strlen(path);
    jv text = jv_string_sized(path, (int)length);
    bool fits = strcmp(jv_string_value(text), path) == 0 && path[length - 1] != ' ' &&
                !strstr(path, "\xe2\x80\xa8") && !strstr(path, "\xe2\x80\xa9");

    jv_free(text);
    for (const unsigned char *at = (const unsigned char *)path; fits && *at; at++)
        fits = *at >= 0x20 && *at != 0x7f && !(*at == 0xc2 && at[1] < 0xa0);
    return fits;
}

/* Names the file for a line of a playlist. */
static bool name_place(const char *path, struct buffer *place)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-._~";
    bool done;

    place->length = 0;
    if (fits_line(path))
        return buffer_append_string(place, path);
    done = buffer_append_string(place, "file://");
    for (const char *at = path; done && *at; at++)
        done = strchr(plain, *at) ? buffer_append(place, at, 1)
                                  : buffer_append_format(place, "%%%02X", (unsigned char)*at);
    return done;
}

/* A file is added with its first tag: without one nothing finds it. */
static bool take_tag(void *context, const char *property, const char *value)
{
    struct music_walk *walk = context;

    if (!walk->is_added) {
        walk->failed = !name_place(walk->path.bytes, &walk->place) || !buffer_string(&walk->place);
        if (walk->failed)
            return error_no_memory(walk->error);
        walk->failed =
            !music_add_file(walk->music, walk->place.bytes, walk->milliseconds, walk->error);
    }
    walk->is_added = true;
    walk->failed = walk->failed || !music_add_tag(walk->music, property, value, walk->error);
    return !walk->failed;
}

static bool take_audio_file(struct music_walk *walk)
{
    walk->is_added = false;
    (void)music_tags_read(walk->path.bytes, take_tag, walk, &walk->milliseconds);
    walk->files += walk->is_added;
    return !walk->failed;
}

static void leave_out(const struct music_walk *walk)
{
    log_warning("cannot read %.300s: %s; it is left out", walk->path.bytes, strerror(errno));
}

/* Takes what is at walk->path. */
static bool take_entry(struct music_walk *walk)
{
    struct stat status;

    if (stat(walk->path.bytes, &status) != 0) {
        if (errno != ENOENT && errno != ELOOP) /* it has not gone, and does not lead nowhere */
            leave_out(walk);
        return true;
    }
    if (S_ISDIR(status.st_mode))
        return buffer_append(&walk->pending, walk->path.bytes, walk->path.length + 1) ||
               error_no_memory(walk->error);
    return !S_ISREG(status.st_mode) || !music_tags_has_name(walk->path.bytes) ||
           take_audio_file(walk);
}

static bool take_entries(struct music_walk *walk, DIR *folder)
{
    size_t length = walk->path.length;
    const struct dirent *entry;

    while ((errno = 0, entry = readdir(folder))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        walk->path.length = length;
        if ((walk->path.bytes[length - 1] != '/' && !buffer_append(&walk->path, "/", 1)) ||
            !buffer_append_string(&walk->path, entry->d_name) || !buffer_string(&walk->path))
            return error_no_memory(walk->error);
        if (!take_entry(walk))
            return false;
    }
    walk->path.length = length;
    if (errno != 0 && buffer_string(&walk->path))
        leave_out(walk);
    return true;
}

/* Takes the folder at walk->path, unless it was taken before. */
static bool take_folder(struct music_walk *walk)
{
    DIR *folder = opendir(walk->path.bytes);
    struct stat status;
    bool is_new = false, done = true;

    if (!folder || fstat(dirfd(folder), &status) != 0)
        leave_out(walk);
    else
        done = music_enter_folder(walk->music, &status, &is_new, walk->error);
    if (done && is_new)
        done = take_entries(walk, folder);
    if (folder)
        (void)closedir(folder); /* it was only read */
    return done;
}

/* Moves the path that was added last to walk->path. */
static bool next_folder(struct music_walk *walk)
{
    struct buffer *pending = &walk->pending;
    size_t begin = pending->length - 1;

    while (begin > 0 && pending->bytes[begin - 1])
        begin--;
    walk->path.length = 0;
    if (!buffer_append_string(&walk->path, pending->bytes + begin) || !buffer_string(&walk->path))
        return error_no_memory(walk->error);
    pending->length = begin;
    return true;
}

static bool walk_folders(struct music_walk *walk)
{
    while (walk->pending.length > 0)
        if (!next_folder(walk) || !take_folder(walk))
            return false;
    return true;
}

struct music *music_folder_read(const char *path, struct error *error)
{
    struct music_walk walk = {.error = error};
    char *root = realpath(path, NULL);
    DIR *folder = root ? opendir(root) : NULL;
    bool done = false;

    if (!folder) {
        (void)error_set(error, EX_IOERR, "cannot read the folder %.200s: %s", path,
                        strerror(errno));
    } else if (!buffer_append(&walk.pending, root, strlen(root) + 1)) {
        (void)error_no_memory(error);
    } else if ((walk.music = music_new(error))) {
        done = walk_folders(&walk);
    }
    if (folder)
        (void)closedir(folder); /* it was only read */
    if (done)
        log_info("%zu audio files have tags in %s", walk.files, root);
    buffer_free(&walk.pending);
    buffer_free(&walk.path);
    buffer_free(&walk.place);
    free(root);
    if (done)
        return walk.music;
    music_free(walk.music);
    return NULL;
}
