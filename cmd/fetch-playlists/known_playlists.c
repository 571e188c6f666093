#include "known_playlists.h"
#include "base/line_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct known_playlists {
    struct known_playlist *playlists; /* by id */
    size_t count, capacity;
};

static int by_playlist_id(const void *a, const void *b)
{
    return strcmp(((const struct known_playlist *)a)->id, ((const struct known_playlist *)b)->id);
}

static bool add_known_playlist(void *context, const char *line, size_t length, struct error *error)
{
    struct known_playlists *known = context;
    char *text = strndup(line, length);
    char *rest = text, *id, *snapshot, *count, *refused, *end;
    struct known_playlist playlist = {0};
    bool added = false;

    if (!text)
        return error_no_memory(error);
    id = strtok_r(rest, " ", &rest);
    snapshot = strtok_r(rest, " ", &rest);
    count = strtok_r(rest, " ", &rest);
    refused = strtok_r(rest, " ", &rest);
    if (!id || !snapshot || !count || (refused && strcmp(refused, "refused") != 0) ||
        strtok_r(rest, " ", &rest)) {
        (void)error_set(error, EX_DATAERR, "expected an id, a snapshot id and a count");
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
    playlist.refused = refused != NULL;
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

struct known_playlists *known_playlists_read(const char *name, struct error *error)
{
    struct known_playlists *known = calloc(1, sizeof *known);

    if (!known) {
        (void)error_no_memory(error);
        return NULL;
    }
    if (!line_file_read(name, add_known_playlist, known, error)) {
        known_playlists_free(known);
        return NULL;
    }
    if (known->count)
        qsort(known->playlists, known->count, sizeof *known->playlists, by_playlist_id);
    return known;
}

const struct known_playlist *known_playlists_find(const struct known_playlists *known,
                                                  const char *id)
{
    struct known_playlist key = {.id = (char *)(intptr_t)id};

    if (!known || known->count == 0)
        return NULL;
    return bsearch(&key, known->playlists, known->count, sizeof key, by_playlist_id);
}

size_t known_playlists_count(const struct known_playlists *known)
{
    return known ? known->count : 0;
}

const struct known_playlist *known_playlists_get(const struct known_playlists *known, size_t index)
{
    return &known->playlists[index];
}

void known_playlists_free(struct known_playlists *known)
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
