#include "truth.h"

#include "moment.h"
#include "names.h"
#include "objects.h"

#include <stdlib.h>

/* Appends "key":value, with the text of a recorded value or null when there is none. */
static void add_piece(struct text *text, const char *key, bool found, struct slice value)
{
    text_json(text, key);
    text_add(text, ":");
    if (found)
        text_bytes(text, value.bytes, value.length);
    else
        text_add(text, "null");
}

static void add_path(struct text *text, const char *key, struct slice object, const char *first,
                     const char *second, const char *third)
{
    struct slice value = {"", 0};
    bool found = slice_path(object, first, second, third, &value);
    add_piece(text, key, found, value);
}

static void add_string(struct text *text, const char *key, const char *value)
{
    text_json(text, key);
    text_add(text, ":");
    text_json(text, value);
}

static void add_time(struct text *text, int64_t seconds)
{
    text_add(text, "\"added_at\":\"");
    moment_add_seconds(text, seconds);
    text_add(text, "\"");
}

static void add_id(struct text *text, const char *key, const struct catalogue *catalogue,
                   enum id_kind kind, uint64_t number)
{
    struct spotify_id id = catalogue_id(catalogue, kind, number);
    add_string(text, key, id.text);
}

static void add_name(struct text *text, const struct catalogue *catalogue, enum id_kind kind,
                     uint64_t number)
{
    char name[NAME_SIZE];

    object_name(catalogue, kind, number, name);
    add_string(text, "name", name);
}

static void add_recorded_artist_ids(struct text *text, struct slice track)
{
    struct slice artists;
    struct slice artist;
    struct slice id;
    size_t at = 0;

    text_add(text, "\"artist_ids\":[");
    if (slice_member(track, "artists", &artists)) {
        while (slice_next(artists, &at, &artist)) {
            if (slice_member(artist, "id", &id)) {
                text_bytes(text, id.bytes, id.length);
                text_add(text, ",");
            }
        }
    }
    text_drop_last(text, ',');
    text_add(text, "]");
}

static void add_recorded_track(struct text *text, struct slice item)
{
    struct slice track = {"", 0};

    (void)slice_member(item, "track", &track);
    text_add(text, "{");
    add_path(text, "id", track, "id", NULL, NULL);
    text_add(text, ",");
    add_path(text, "added_at", item, "added_at", NULL, NULL);
    text_add(text, ",");
    add_path(text, "album_id", track, "album", "id", NULL);
    text_add(text, ",");
    add_recorded_artist_ids(text, track);
    text_add(text, ",");
    add_path(text, "name", track, "name", NULL, NULL);
    text_add(text, "}\n");
}

bool truth_saved_track(struct stand_in *in, size_t place, struct text *text)
{
    const struct catalogue *catalogue = &in->library.catalogue;

    if (place >= in->library.tracks.count)
        return false;
    const struct entry *entry = entry_at(&in->library.tracks, place);
    if (entry->hidden)
        return true;
    if (entry->raw != 0) {
        add_recorded_track(text, library_raw(&in->library, entry->raw));
        return true;
    }
    struct artist_list artists = catalogue_artists_of_track(catalogue, entry->number);
    text_add(text, "{");
    add_id(text, "id", catalogue, ID_TRACK, entry->number);
    text_add(text, ",");
    add_time(text, entry->added_at);
    text_add(text, ",");
    add_id(text, "album_id", catalogue, ID_ALBUM,
           catalogue_album_of_track(catalogue, entry->number));
    text_add(text, ",\"artist_ids\":[");
    for (unsigned i = 0; i < artists.count; i++) {
        struct spotify_id id = catalogue_id(catalogue, ID_ARTIST, artists.numbers[i]);
        text_add(text, i > 0 ? "," : "");
        text_json(text, id.text);
    }
    text_add(text, "],");
    add_name(text, catalogue, ID_TRACK, entry->number);
    text_add(text, "}\n");
    return true;
}

bool truth_saved_album(struct stand_in *in, size_t place, struct text *text)
{
    if (place >= in->library.albums.count)
        return false;
    const struct entry *entry = entry_at(&in->library.albums, place);
    if (entry->hidden)
        return true;
    text_add(text, "{");
    if (entry->raw != 0) {
        struct slice item = library_raw(&in->library, entry->raw);
        add_path(text, "id", item, "album", "id", NULL);
        text_add(text, ",");
        add_path(text, "added_at", item, "added_at", NULL, NULL);
        text_add(text, ",");
        add_path(text, "name", item, "album", "name", NULL);
    } else {
        add_id(text, "id", &in->library.catalogue, ID_ALBUM, entry->number);
        text_add(text, ",");
        add_time(text, entry->added_at);
        text_add(text, ",");
        add_name(text, &in->library.catalogue, ID_ALBUM, entry->number);
    }
    text_add(text, "}\n");
    return true;
}

bool truth_followed_artist(struct stand_in *in, size_t place, struct text *text)
{
    if (place >= in->library.followed.count)
        return false;
    const struct entry *entry = entry_at(&in->library.followed, place);
    if (entry->hidden)
        return true;
    text_add(text, "{");
    if (entry->raw != 0) {
        struct slice artist = library_raw(&in->library, entry->raw);
        add_path(text, "id", artist, "id", NULL, NULL);
        text_add(text, ",");
        add_path(text, "name", artist, "name", NULL, NULL);
    } else {
        add_id(text, "id", &in->library.catalogue, ID_ARTIST, entry->number);
        text_add(text, ",");
        add_name(text, &in->library.catalogue, ID_ARTIST, entry->number);
    }
    text_add(text, "}\n");
    return true;
}

bool truth_play(struct stand_in *in, size_t place, struct text *text)
{
    struct library *library = &in->library;
    struct spotify_id id;

    if (place >= library->play_count)
        return false;
    const struct play *play = &library->plays[library->play_count - 1 - place];
    text_add(text, "{\"played_at\":\"");
    moment_add_millis(text, play->played_at_ms);
    text_add(text, "\",\"track_id\":");
    if (play->kind == ITEM_TRACK && library_entry_id(library, ID_TRACK, &play->track, &id))
        text_json(text, id.text);
    else
        text_add(text, "null");
    text_add(text, "}\n");
    return true;
}

bool truth_playlist(struct stand_in *in, size_t place, struct text *text)
{
    if (place >= in->library.playlist_count)
        return false;
    const struct playlist *playlist = &in->library.playlists[place];
    if (playlist->hidden)
        return true;
    text_format(text, "{\"id\":\"%s\",", playlist->id);
    if (playlist->raw != 0) {
        struct slice object = library_raw(&in->library, playlist->raw);
        add_path(text, "name", object, "name", NULL, NULL);
        text_add(text, ",");
        add_path(text, "snapshot_id", object, "snapshot_id", NULL, NULL);
    } else {
        struct text snapshot = {0};
        if (playlist->given_name != NULL)
            text_format(text, "\"name\":%s", playlist->given_name);
        else
            add_name(text, &in->library.catalogue, ID_PLAYLIST, playlist_name_number(playlist));
        object_snapshot_id(&snapshot, &in->library.catalogue, playlist->number, playlist->version);
        text_add(text, ",");
        add_string(text, "snapshot_id", text_string(&snapshot));
        text_free(&snapshot);
    }
    text_format(text, ",\"items\":%zu,\"foreign\":%s,\"collaborative\":%s}\n", playlist->count,
                playlist->foreign ? "true" : "false", playlist->collaborative ? "true" : "false");
    return true;
}

static int compare_slices(const void *left, const void *right)
{
    const struct slice *a = left;
    const struct slice *b = right;
    int order = memcmp(a->bytes, b->bytes, a->length < b->length ? a->length : b->length);
    return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

/* The albums or artists of recorded tracks: their "id" and "name", each once. */
static void add_recorded(struct stand_in *in, enum id_kind kind, struct text *text)
{
    struct text line = {0};
    struct slice *lines = NULL;
    size_t count = 0;

    for (size_t place = 0; place < in->library.tracks.count; place++) {
        const struct entry *entry = entry_at(&in->library.tracks, place);
        struct slice objects;
        struct slice object;
        size_t at = 0;
        if (entry->raw == 0)
            continue;
        struct slice item = library_raw(&in->library, entry->raw);
        const char *key = kind == ID_ALBUM ? "album" : "artists";
        if (!slice_path(item, "track", key, NULL, &objects))
            continue;
        bool more = kind == ID_ALBUM || slice_next(objects, &at, &object);
        while (more) {
            line.length = 0;
            text_add(&line, "{");
            add_path(&line, "id", kind == ID_ALBUM ? objects : object, "id", NULL, NULL);
            text_add(&line, ",");
            add_path(&line, "name", kind == ID_ALBUM ? objects : object, "name", NULL, NULL);
            text_add(&line, "}\n");
            lines = must_resize(lines, count + 1, sizeof *lines);
            lines[count++] = (struct slice){must_copy(line.bytes, line.length), line.length};
            more = kind == ID_ARTIST && slice_next(objects, &at, &object);
        }
    }
    if (count > 0)
        qsort(lines, count, sizeof *lines, compare_slices);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || compare_slices(&lines[i - 1], &lines[i]) != 0)
            text_bytes(text, lines[i].bytes, lines[i].length);
    }
    for (size_t i = 0; i < count; i++)
        free((void *)(uintptr_t)lines[i].bytes);
    free(lines);
    text_free(&line);
}

void truth_referenced(struct stand_in *in, enum id_kind kind, struct text *text)
{
    const struct catalogue *catalogue = &in->library.catalogue;
    uint32_t count = library_known(&in->library, kind);
    unsigned char *seen = must_resize(NULL, count, 1);

    memset(seen, 0, count);
    for (size_t place = 0; place < in->library.tracks.count; place++) {
        const struct entry *entry = entry_at(&in->library.tracks, place);
        if (entry->raw != 0 || entry->hidden)
            continue;
        if (kind == ID_ALBUM) {
            seen[catalogue_album_of_track(catalogue, entry->number)] = 1;
            continue;
        }
        struct artist_list list = catalogue_artists_of_track(catalogue, entry->number);
        for (unsigned i = 0; i < list.count; i++)
            seen[list.numbers[i]] = 1;
    }
    for (uint32_t number = 0; number < count; number++) {
        if (!seen[number])
            continue;
        text_add(text, "{");
        add_id(text, "id", catalogue, kind, number);
        text_add(text, ",");
        add_name(text, catalogue, kind, number);
        text_add(text, "}\n");
    }
    free(seen);
    add_recorded(in, kind, text);
}

/* kind, track_id, uri and name of a recorded item, whose object is under "item" or "track". */
static void add_recorded_item(struct text *text, struct slice item)
{
    struct slice object = {"null", 4};
    struct slice local;
    struct slice type;

    add_path(text, "added_at", item, "added_at", NULL, NULL);
    if (!slice_member(item, "item", &object))
        (void)slice_member(item, "track", &object);
    bool is_local = slice_member(object, "is_local", &local) && *local.bytes == 't';
    bool is_episode = slice_member(object, "type", &type) && slice_is(type, "episode");
    text_add(text, ",\"kind\":");
    text_json(text, is_local                ? "local"
                    : is_episode            ? "episode"
                    : slice_is_null(object) ? "unavailable"
                                            : "track");
    text_add(text, ",");
    if (is_local || is_episode)
        text_add(text, "\"track_id\":null");
    else
        add_path(text, "track_id", object, "id", NULL, NULL);
    text_add(text, ",");
    add_path(text, "uri", object, "uri", NULL, NULL);
    text_add(text, ",");
    add_path(text, "name", object, "name", NULL, NULL);
}

static void add_uri(struct text *text, const char *word, struct spotify_id id)
{
    text_format(text, "\"uri\":\"spotify:%s:%s\",", word, id.text);
}

static void add_item(struct text *text, const struct catalogue *catalogue,
                     const struct playlist_item *item)
{
    if (item->added_at != 0)
        add_time(text, item->added_at);
    else
        text_add(text, "\"added_at\":null");
    text_add(text, ",\"kind\":");
    switch (item->kind) {
    case ITEM_TRACK:
        text_add(text, "\"track\",");
        add_id(text, "track_id", catalogue, ID_TRACK, item->number);
        text_add(text, ",");
        add_uri(text, "track", catalogue_id(catalogue, ID_TRACK, item->number));
        add_name(text, catalogue, ID_TRACK, item->number);
        break;
    case ITEM_EPISODE:
        text_add(text, "\"episode\",\"track_id\":null,");
        add_uri(text, "episode", catalogue_id(catalogue, ID_EPISODE, item->number));
        add_name(text, catalogue, ID_EPISODE, item->number);
        break;
    case ITEM_LOCAL:
        text_add(text, "\"local\",\"track_id\":null,\"uri\":\"");
        object_local_uri(text, item->number);
        text_format(text, "\",\"name\":\"Take %u\"", item->number % 1000);
        break;
    case ITEM_NULL:
    case ITEM_RECORDED:
        text_add(text, "\"unavailable\",\"track_id\":null,\"uri\":null,\"name\":null");
    }
}

void truth_items(const struct stand_in *in, const struct playlist *playlist, struct text *text)
{
    size_t position = 0;

    for (size_t i = 0; i < playlist->count && !playlist->hidden; i++) {
        const struct playlist_item *item = &playlist->items[i];
        if (item->hidden)
            continue;
        text_format(text, "{\"playlist_id\":\"%s\",\"position\":%zu,", playlist->id, position++);
        if (item->kind == ITEM_RECORDED)
            add_recorded_item(text, library_raw(&in->library, item->raw));
        else
            add_item(text, &in->library.catalogue, item);
        text_add(text, "}\n");
    }
}
