#include "recorded.h"

#include "moment.h"

#include <stdlib.h>

static bool copy_id(struct slice object, char id[SPOTIFY_ID_LENGTH + 1])
{
    struct slice value;

    if (!slice_member(object, "id", &value))
        return false;
    value = slice_inside(value);
    if (value.length != SPOTIFY_ID_LENGTH)
        return false;
    memcpy(id, value.bytes, SPOTIFY_ID_LENGTH);
    id[SPOTIFY_ID_LENGTH] = '\0';
    return true;
}

static bool has(struct slice object, const char *key)
{
    struct slice value;
    return slice_member(object, key, &value);
}

static bool type_is(struct slice object, const char *type)
{
    struct slice value;
    return slice_member(object, "type", &value) && slice_is(value, type);
}

/* Keeps an artist or album so that it can be asked for; a later one of the same id stands behind.
 */
static void keep_object(struct library *library, struct recorded_objects *list, struct slice object)
{
    struct recorded_object kept = {.raw = 0};

    if (!copy_id(object, kept.id))
        return;
    kept.raw = library_add_raw(library, object);
    list->objects = must_resize(list->objects, list->count + 1, sizeof *list->objects);
    list->objects[list->count++] = kept;
}

static int64_t read_added_at(struct slice item)
{
    struct slice value;
    int64_t millis = 0;

    if (slice_member(item, "added_at", &value)) {
        char *string = must_copy(slice_inside(value).bytes, slice_inside(value).length);
        if (!moment_read_millis(string, &millis))
            millis = 0;
        free(string);
    }
    return millis / 1000;
}

/* Puts an item behind the last one of a list. */
static void append_entry(struct library *library, struct entry_list *list, struct slice item)
{
    struct entry entry = {.raw = library_add_raw(library, item), .added_at = read_added_at(item)};
    entry_insert(list, list->count, entry);
}

static void append_playlist(struct library *library, struct slice object)
{
    struct playlist *playlist =
        library_add_playlist(library, library->playlist_count, library->next_playlist++);
    struct slice value;

    playlist->raw = library_add_raw(library, object);
    (void)copy_id(object, playlist->id);
    playlist->collaborative = slice_member(object, "collaborative", &value) && *value.bytes == 't';
}

/* Items belong to the playlist that their page's href names, which may not be in the list of them.
 */
static bool append_items(struct library *library, struct slice page)
{
    static const char marker[] = "/playlists/";
    struct slice href;
    struct slice items;
    struct slice item;
    size_t at = 0;

    if (!slice_member(page, "href", &href) || !slice_member(page, "items", &items))
        return false;
    char *url = must_copy(slice_inside(href).bytes, slice_inside(href).length);
    const char *found = strstr(url, marker);
    const char *id = found != NULL ? found + strlen(marker) : "";
    bool good = spotify_id_well_formed(id, strcspn(id, "/"));
    if (good) {
        struct playlist *playlist = library_find_playlist(library, id, SPOTIFY_ID_LENGTH);
        if (playlist == NULL) {
            playlist =
                library_add_playlist(library, library->playlist_count, library->next_playlist++);
            memcpy(playlist->id, id, SPOTIFY_ID_LENGTH);
        }
        while (slice_next(items, &at, &item)) {
            struct playlist_item entry = {.kind = ITEM_RECORDED,
                                          .raw = library_add_raw(library, item),
                                          .added_at = read_added_at(item)};
            playlist_insert(playlist, playlist->count, entry);
        }
    }
    free(url);
    return good;
}

/* The first item of a page that is not null. */
static bool telling_item(struct slice items, struct slice *item)
{
    size_t at = 0;

    while (slice_next(items, &at, item)) {
        if (!slice_is_null(*item))
            return true;
    }
    return false;
}

/* Reads a page, told by what its items look like. */
static bool load_page(struct library *library, struct slice page, struct slice items, bool followed)
{
    struct slice sample;
    struct slice item;
    struct slice object;
    size_t at = 0;

    if (!telling_item(items, &sample))
        return false;
    if (has(sample, "added_by") || has(sample, "item"))
        return append_items(library, page);
    bool tracks = has(sample, "added_at") && has(sample, "track");
    bool albums = has(sample, "added_at") && has(sample, "album");
    bool playlists = type_is(sample, "playlist");
    bool artists = type_is(sample, "artist");
    if (!tracks && !albums && !playlists && !artists)
        return false;
    while (slice_next(items, &at, &item)) {
        if (tracks) {
            append_entry(library, &library->tracks, item);
        } else if (albums) {
            append_entry(library, &library->albums, item);
            if (slice_member(item, "album", &object))
                keep_object(library, &library->recorded_albums, object);
        } else if (playlists) {
            append_playlist(library, item);
        } else {
            append_entry(library, followed ? &library->followed : &library->top, item);
            keep_object(library, &library->recorded_artists, item);
        }
    }
    return true;
}

/* Reads the answer to a request for several artists or albums. */
static void load_several(struct library *library, struct slice objects,
                         struct recorded_objects *list)
{
    struct slice item;
    size_t at = 0;

    while (slice_next(objects, &at, &item))
        keep_object(library, list, item);
}

static bool load(struct library *library, struct slice whole)
{
    struct slice value;
    struct slice items;

    if (slice_member(whole, "artists", &value) && slice_member(value, "items", &items))
        return load_page(library, value, items, true);
    if (type_is(whole, "album")) {
        keep_object(library, &library->recorded_albums, whole);
    } else if (type_is(whole, "artist")) {
        keep_object(library, &library->recorded_artists, whole);
    } else if (slice_member(whole, "items", &items) && *items.bytes == '[') {
        return load_page(library, whole, items, false);
    } else if (slice_member(whole, "artists", &value) && *value.bytes == '[') {
        load_several(library, value, &library->recorded_artists);
    } else if (slice_member(whole, "albums", &value) && *value.bytes == '[') {
        load_several(library, value, &library->recorded_albums);
    } else {
        return false;
    }
    return true;
}

bool recorded_load(struct library *library, const char *path, struct text *why)
{
    struct text contents = {0};
    struct slice whole;

    if (!text_file(&contents, path, why)) {
        text_free(&contents);
        return false;
    }
    if (!slice_whole(text_string(&contents), contents.length, &whole) || !load(library, whole)) {
        text_format(why, "%s: unknown kind of answer", path);
        text_free(&contents);
        return false;
    }
    library->files = must_resize(library->files, library->file_count + 1, sizeof *library->files);
    library->files[library->file_count++] = contents.bytes;
    return true;
}
