#include "known.h"
#include "lines.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct known {
    struct known_playlist *playlists; /* by id */
    size_t count, capacity;
};

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct known_playlist *)a)->id, ((const struct known_playlist *)b)->id);
}

static bool add(struct known *known, const char *line, size_t length, struct error *error)
{
    char *text = strndup(line, length);
    char *rest = text, *id, *snapshot, *count, *end;
    struct known_playlist playlist = {0};
    bool added = false;

    if (!text)
        return error_no_memory(error);
    id = strtok_r(rest, " ", &rest);
    snapshot = strtok_r(rest, " ", &rest);
    count = strtok_r(rest, " ", &rest);
    if (!id || !snapshot || !count || strtok_r(rest, " ", &rest)) {
        (void)error_set(error, EX_DATAERR, "not an id, a snapshot id and a count");
        goto out;
    }
    errno = 0;
    playlist.total_items = strtoll(count, &end, 10);
    if (errno || *end || playlist.total_items < 0) {
        (void)error_set(error, EX_DATAERR, "not a count: %.40s", count);
        goto out;
    }
    if (known->count == known->capacity) {
        size_t capacity = known->capacity ? known->capacity * 2 : 64;
        struct known_playlist *grown =
            realloc(known->playlists, capacity * sizeof *known->playlists);
        if (!grown) {
            (void)error_no_memory(error);
            goto out;
        }
        known->playlists = grown;
        known->capacity = capacity;
    }
    playlist.id = strdup(id);
    playlist.snapshot_id = strdup(strcmp(snapshot, "-") == 0 ? "" : snapshot);
    if (!playlist.id || !playlist.snapshot_id) {
        free(playlist.id);
        free(playlist.snapshot_id);
        (void)error_no_memory(error);
        goto out;
    }
    known->playlists[known->count++] = playlist;
    added = true;
out:
    free(text);
    return added;
}

struct known *known_read(const char *name, struct error *error)
{
    bool standard_input = strcmp(name, "-") == 0;
    int fd = standard_input ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
    struct known *known = calloc(1, sizeof *known);
    struct lines *lines = NULL;
    enum lines_result result = LINES_WANTING;
    bool well = false;

    if (fd < 0) {
        (void)error_set(error, EX_NOINPUT, "cannot open %s: %s", name, strerror(errno));
        goto out;
    }
    if (!known || !(lines = lines_open(fd, error))) {
        (void)error_no_memory(error);
        goto out;
    }
    while (result != LINES_END) {
        struct error reason = {EX_OK, ""};
        const char *line;
        size_t length;

        result = lines_next(lines, &line, &length);
        if (result == LINES_WANTING && !lines_read(lines, error))
            goto out;
        if (result == LINES_TOO_LONG)
            (void)error_set(&reason, EX_DATAERR, "too long");
        if (result == LINES_LINE && length)
            (void)add(known, line, length, &reason);
        if (reason.status != EX_OK) {
            (void)error_set(error, reason.status, "%s, line %zu: %s", name, lines_number(lines),
                            reason.text);
            goto out;
        }
    }
    if (known->count)
        qsort(known->playlists, known->count, sizeof *known->playlists, by_id);
    well = true;
out:
    lines_close(lines);
    if (fd >= 0 && !standard_input)
        (void)close(fd);
    if (well)
        return known;
    known_free(known);
    return NULL;
}

struct known_playlist *known_find(struct known *known, const char *id)
{
    struct known_playlist key = {.id = (char *)(intptr_t)id};

    if (!known || known->count == 0)
        return NULL;
    return bsearch(&key, known->playlists, known->count, sizeof key, by_id);
}

size_t known_count(const struct known *known)
{
    return known ? known->count : 0;
}

struct known_playlist *known_get(struct known *known, size_t index)
{
    return &known->playlists[index];
}

void known_free(struct known *known)
{
    if (!known)
        return;
    for (size_t i = 0; i < known->count; i++) {
        free(known->playlists[i].id);
        free(known->playlists[i].snapshot_id);
    }
    free(known->playlists);
    free(known);
}
