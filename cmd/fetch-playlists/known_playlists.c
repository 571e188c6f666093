#include "known_playlists.h"
#include "known_line.h"

#include <stdlib.h>
#include <string.h>

struct known_playlists {
    struct known_playlist *playlists; /* by id */
    size_t count, capacity;
    char *owner;
    struct reading reading;
    struct known_records *records;
};

static int by_playlist_id(const void *a, const void *b)
{
    return strcmp(((const struct known_playlist *)a)->id, ((const struct known_playlist *)b)->id);
}

static bool reserve_playlist(struct known_playlists *known, struct error *error)
{
    size_t capacity = known->capacity ? known->capacity * 2 : 64;
    struct known_playlist *grown;

    if (known->count < known->capacity)
        return true;
    grown = realloc(known->playlists, capacity * sizeof *grown);
    if (!grown)
        return error_no_memory(error);
    known->playlists = grown;
    known->capacity = capacity;
    return true;
}

static bool set_owner(struct known_playlists *known, const char *owner, struct error *error)
{
    free(known->owner);
    known->owner = strdup(owner);
    return known->owner || error_no_memory(error);
}

static bool add_playlists_line(void *context, const char *line, size_t length, struct error *error)
{
    static const char owner[] = "owner ";
    struct known_playlists *known = context;
    char *text;
    bool added = false;

    if (reading_is_line(line, length))
        return reading_parse(&known->reading, line, length, error);
    if (!(text = strndup(line, length)))
        return error_no_memory(error);
    if (strncmp(text, owner, sizeof owner - 1) == 0) {
        added = set_owner(known, text + sizeof owner - 1, error);
    } else if (reserve_playlist(known, error) &&
               known_line_read(text, &known->playlists[known->count], error)) {
        known->count++;
        added = true;
    }
    free(text);
    return added;
}

/* The lines of the account and its playlists. What is no word would make more than one of a line.
 */
static const char playlists_query[] =
    "SELECT 'owner ' || (record ->> '$.id') FROM known WHERE stream = 'account'"
    " UNION ALL "
    "SELECT (record ->> '$.id')"
    " || iif(snapshot GLOB '[!-~]*' AND snapshot NOT GLOB '*[^!-~]*', ' ' || snapshot, ' -')"
    " || ' ' || ifnull(record ->> '$.items_total', 0)"
    " || iif(is_refused, ' refused', '')"
    " || ifnull(' digest=' || (record ->> '$.items_digest'), '')"
    " || iif(doubt NOT GLOB '*[^!-~]*', ' doubted=' || doubt, '')"
    " FROM (SELECT *, record ->> '$.items_doubted' AS doubt,"
    "              record ->> iif(is_refused, '$.snapshot_id', '$.items_snapshot_id') AS snapshot"
    "         FROM (SELECT *, record ->> '$.items_refused' AND record ->> '$.items_kept' IS NULL"
    "                         AS is_refused"
    "                 FROM known WHERE stream = 'playlists'))";

struct known_playlists *known_playlists_read(const char *name, struct error *error)
{
    static const char *const streams[] = {"playlists", "playlist_items", "account", NULL};
    struct known_playlists *known = calloc(1, sizeof *known);
    struct known_file file = {
        .streams = streams, .query = playlists_query, .take = add_playlists_line, .context = known};
    bool read;

    if (!known) {
        (void)error_no_memory(error);
        return NULL;
    }
    reading_clear(&known->reading);
    read = known_file_read(name, &file, error);
    known->records = file.records;
    if (!read) {
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

const char *known_playlists_owner(const struct known_playlists *known)
{
    return known ? known->owner : NULL;
}

struct known_records *known_playlists_records(const struct known_playlists *known)
{
    return known ? known->records : NULL;
}

struct reading *known_playlists_reading(struct known_playlists *known)
{
    return known ? &known->reading : NULL;
}

void known_playlists_free(struct known_playlists *known)
{
    if (!known)
        return;
    for (size_t i = 0; i < known->count; i++)
        known_line_clear(&known->playlists[i]);
    reading_clear(&known->reading);
    known_records_close(known->records);
    free(known->owner);
    free(known->playlists);
    free(known);
}
