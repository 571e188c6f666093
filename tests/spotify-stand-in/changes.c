#include "changes.h"

#include "dice.h"
#include "query.h"

#include <stdlib.h>

const char change_words[] =
    "add add-old add-equal remove resave playlist playlist-remove playlist-add playlist-reorder "
    "save-album unsave-album follow unfollow";

/* The most ids that a result lists. */
#define IDS_SHOWN 1000

static int64_t head_added_at(struct library *library)
{
    return library->tracks.count > 0 ? entry_at(&library->tracks, 0)->added_at
                                     : INT64_C(1795176000);
}

static int64_t given(int64_t value, int64_t otherwise)
{
    return value >= 0 ? value : otherwise;
}

static void list_id(const struct library *library, const struct entry *entry, size_t *shown,
                    struct text *ids)
{
    struct spotify_id id;

    if (*shown < IDS_SHOWN && library_entry_id(library, ID_TRACK, entry, &id)) {
        text_json(ids, id.text);
        text_add(ids, ",");
    }
    (*shown)++;
}

static void tell(const struct change *change, size_t count, struct text *ids, size_t total,
                 struct text *result)
{
    text_drop_last(ids, ',');
    text_format(result, "{\"do\":\"%s\",\"count\":%zu,\"total\":%zu,\"ids\":[%s]}\n", change->what,
                count, total, text_string(ids));
}

/* Saves new tracks: at the head, at the head with the same time, or further down. */
static bool add_tracks(struct library *library, const struct change *change, struct text *result)
{
    struct entry_list *tracks = &library->tracks;
    bool old = strcmp(change->what, "add-old") == 0;
    bool equal = strcmp(change->what, "add-equal") == 0;
    int64_t count = given(change->count, 1);
    struct text ids = {0};
    size_t shown = 0;

    for (int64_t i = 0; i < count; i++) {
        struct entry entry = {.number = library->next_track++, .added_at = head_added_at(library)};
        size_t place = 0;
        if (old && tracks->count > 0) {
            size_t chosen = 1 + (size_t)dice_below(&library->dice, tracks->count);
            place = change->place >= 0 ? (size_t)change->place : chosen;
            if (place > tracks->count)
                place = tracks->count;
            /* As old as the one that then follows it, or older than all. */
            entry.added_at = place < tracks->count ? entry_at(tracks, place)->added_at
                                                   : entry_at(tracks, place - 1)->added_at - 60;
        } else if (!equal && !old) {
            entry.added_at += 1 + (int64_t)dice_below(&library->dice, 600);
        }
        entry_insert(tracks, place, entry);
        list_id(library, &entry, &shown, &ids);
    }
    tell(change, (size_t)count, &ids, tracks->count, result);
    text_free(&ids);
    return true;
}

/* Marks `count` places of `total`, scattered. */
static void mark_scattered(struct library *library, unsigned char *marks, size_t total,
                           size_t count)
{
    while (count > 0) {
        size_t place = (size_t)dice_below(&library->dice, total);
        while (marks[place])
            place = place + 1 < total ? place + 1 : 0;
        marks[place] = 1;
        count--;
    }
}

static void mark_block(unsigned char *marks, size_t total, size_t place, size_t count)
{
    for (size_t i = place; i < total && i - place < count; i++)
        marks[i] = 1;
}

/* remove (a place, or so many scattered ones), remove-block, remove-all-but. */
static bool remove_tracks(struct library *library, const struct change *change, struct text *result)
{
    struct entry_list *tracks = &library->tracks;
    size_t total = tracks->count;
    size_t count = (size_t)given(change->count, 1);
    struct text ids = {0};
    size_t shown = 0;

    if (change->place >= 0 && (size_t)change->place >= total) {
        text_format(result, "no position %lld", (long long)change->place);
        return false;
    }
    unsigned char *marks = must_resize(NULL, total, 1);
    memset(marks, 0, total > 0 ? total : 1);
    if (strcmp(change->what, "remove-all-but") == 0)
        mark_scattered(library, marks, total, total > count ? total - count : 0);
    else if (change->place >= 0)
        mark_block(marks, total, (size_t)change->place, count);
    else if (strcmp(change->what, "remove-block") == 0)
        mark_block(marks, total,
                   total > count ? (size_t)dice_below(&library->dice, total - count) : 0, count);
    else
        mark_scattered(library, marks, total, count < total ? count : total);
    for (size_t place = 0; place < total; place++) {
        if (marks[place])
            list_id(library, entry_at(tracks, place), &shown, &ids);
    }
    size_t removed = entry_remove_marked(tracks, marks);
    tell(change, removed, &ids, tracks->count, result);
    free(marks);
    text_free(&ids);
    return true;
}

/* Removes a track and saves it again at the head. */
static bool resave_tracks(struct library *library, const struct change *change, struct text *result)
{
    struct entry_list *tracks = &library->tracks;
    int64_t count = given(change->count, 1);
    struct text ids = {0};
    size_t shown = 0;

    if (tracks->count == 0 || change->place >= (int64_t)tracks->count) {
        text_add(result, "there is no such place");
        return false;
    }
    for (int64_t i = 0; i < count; i++) {
        size_t chosen = (size_t)dice_below(&library->dice, tracks->count);
        size_t place = change->place >= 0 ? (size_t)change->place : chosen;
        struct entry entry = *entry_at(tracks, place);
        if (entry.raw != 0) {
            text_add(result, "a recorded track cannot be saved again");
            text_free(&ids);
            return false;
        }
        entry.added_at = head_added_at(library) + 1 + (int64_t)dice_below(&library->dice, 600);
        size_t index = tracks->count - 1 - place;
        memmove(tracks->entries + index, tracks->entries + index + 1,
                place * sizeof *tracks->entries);
        tracks->count--;
        entry_insert(tracks, 0, entry);
        list_id(library, &entry, &shown, &ids);
    }
    tell(change, (size_t)count, &ids, tracks->count, result);
    text_free(&ids);
    return true;
}

/* The playlist of a change: the one at its index, or any. */
static bool choose_playlist(struct library *library, const struct change *change, size_t *index,
                            struct text *result)
{
    if (library->playlist_count == 0 || change->index >= (int64_t)library->playlist_count) {
        text_add(result, "there is no such playlist");
        return false;
    }
    size_t chosen = (size_t)dice_below(&library->dice, library->playlist_count);
    *index = change->index >= 0 ? (size_t)change->index : chosen;
    return true;
}

/* Takes one item out, puts another in place of one, and adds two. */
static void edit_items(struct library *library, struct playlist *playlist)
{
    if (playlist->count > 1)
        playlist_remove(playlist, (size_t)dice_below(&library->dice, playlist->count));
    if (playlist->count > 0)
        playlist->items[dice_below(&library->dice, playlist->count)] = playlist_new_item(library);
    playlist_insert(playlist, playlist->count, playlist_new_item(library));
    playlist_insert(playlist, playlist->count, playlist_new_item(library));
}

static void reorder_items(struct library *library, struct playlist *playlist)
{
    for (size_t i = playlist->count; i > 1; i--) {
        size_t other = (size_t)dice_below(&library->dice, i);
        struct playlist_item item = playlist->items[i - 1];
        playlist->items[i - 1] = playlist->items[other];
        playlist->items[other] = item;
    }
}

static void tell_playlist(const struct change *change, const struct playlist *playlist,
                          size_t index, size_t total, struct text *result)
{
    text_format(result, "{\"do\":\"%s\",\"index\":%zu,\"id\":\"%s\",\"items\":%zu,\"total\":%zu}\n",
                change->what, index, playlist->id, playlist->count, total);
}

static bool change_items(struct library *library, const struct change *change, struct text *result)
{
    size_t index;

    if (!choose_playlist(library, change, &index, result))
        return false;
    struct playlist *playlist = &library->playlists[index];
    if (playlist->raw != 0) {
        text_add(result, "a recorded playlist cannot be changed");
        return false;
    }
    if (strcmp(change->what, "playlist-items") == 0)
        playlist_set_count(library, playlist, (size_t)given(change->count, 0));
    else if (strcmp(change->what, "playlist-reorder") == 0)
        reorder_items(library, playlist);
    else
        edit_items(library, playlist);
    playlist->version++;
    tell_playlist(change, playlist, index, library->playlist_count, result);
    return true;
}

static bool remove_playlist(struct library *library, const struct change *change,
                            struct text *result)
{
    size_t index;

    if (!choose_playlist(library, change, &index, result))
        return false;
    tell_playlist(change, &library->playlists[index], index, library->playlist_count - 1, result);
    library_remove_playlist(library, index);
    return true;
}

static bool add_playlist(struct library *library, const struct change *change, struct text *result)
{
    const struct playlist *playlist =
        library_make_playlist(library, 0, (size_t)given(change->count, 20), false);

    tell_playlist(change, playlist, 0, library->playlist_count, result);
    return true;
}

/* Saves an album or unsaves one at a place; the same for artists to follow. */
static bool change_list(struct library *library, const struct change *change, struct text *result)
{
    bool albums = strstr(change->what, "album") != NULL;
    struct entry_list *list = albums ? &library->albums : &library->followed;
    struct text ids = {0};
    struct spotify_id id;

    if (strncmp(change->what, "un", 2) == 0) {
        size_t place = (size_t)given(change->place, 0);
        if (place >= list->count) {
            text_add(result, "there is no such place");
            return false;
        }
        unsigned char *marks = must_resize(NULL, list->count, 1);
        memset(marks, 0, list->count);
        marks[place] = 1;
        (void)entry_remove_marked(list, marks);
        free(marks);
    } else {
        struct entry entry = {
            .number = albums ? library->next_saved_album++ : library->catalogue.known_artists++,
            .added_at = list->count > 0 ? entry_at(list, 0)->added_at + 60 : 1795176000};
        entry_insert(list, 0, entry);
        (void)library_entry_id(library, albums ? ID_ALBUM : ID_ARTIST, &entry, &id);
        text_json(&ids, id.text);
    }
    tell(change, 1, &ids, list->count, result);
    text_free(&ids);
    return true;
}

/* Makes artists or albums of saved tracks answer null. */
static bool make_unavailable(struct library *library, const struct change *change,
                             struct text *result)
{
    enum id_kind kind = change->what[1] == 'r' ? ID_ARTIST : ID_ALBUM;
    struct text ids = {0};
    size_t done = 0;

    for (int attempts = 0;
         attempts < 100000 && (int64_t)done < given(change->count, 1) && library->tracks.count > 0;
         attempts++) {
        const struct entry *entry =
            entry_at(&library->tracks, (size_t)dice_below(&library->dice, library->tracks.count));
        if (entry->raw != 0)
            continue;
        uint32_t album = catalogue_album_of_track(&library->catalogue, entry->number);
        struct artist_list artists = catalogue_artists_of_track(&library->catalogue, entry->number);
        uint32_t artist = artists.numbers[dice_below(&library->dice, artists.count)];
        struct spotify_id id =
            catalogue_id(&library->catalogue, kind, kind == ID_ARTIST ? artist : album);
        if (id_set_has(&library->unavailable, id.text))
            continue;
        id_set_add(&library->unavailable, id.text);
        text_json(&ids, id.text);
        text_add(&ids, ",");
        done++;
    }
    tell(change, done, &ids, library->unavailable.count, result);
    text_free(&ids);
    return true;
}

static const struct {
    const char *what;
    bool (*apply)(struct library *library, const struct change *change, struct text *result);
} kinds[] = {
    {"add", add_tracks},
    {"add-old", add_tracks},
    {"add-equal", add_tracks},
    {"remove", remove_tracks},
    {"remove-block", remove_tracks},
    {"remove-all-but", remove_tracks},
    {"resave", resave_tracks},
    {"playlist", change_items},
    {"playlist-items", change_items},
    {"playlist-reorder", change_items},
    {"playlist-remove", remove_playlist},
    {"playlist-add", add_playlist},
    {"artist-unavailable", make_unavailable},
    {"album-unavailable", make_unavailable},
    {"save-album", change_list},
    {"unsave-album", change_list},
    {"follow", change_list},
    {"unfollow", change_list},
};

bool change_apply(struct library *library, const struct change *change, struct text *result)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(kinds[i].what, change->what) == 0)
            return kinds[i].apply(library, change, result);
    }
    text_format(result, "unknown change '%s'", change->what);
    return false;
}

void change_by_rule(struct library *library, const char *word, const char *value)
{
    struct change change = {.what = word, .count = -1, .place = -1, .index = -1};
    struct text result = {0};
    int64_t number = -1;

    (void)query_number(value, &number);
    if (strcmp(word, "remove") == 0 || strcmp(word, "resave") == 0 || strncmp(word, "un", 2) == 0)
        change.place = number;
    else if (strncmp(word, "playlist", 8) == 0)
        change.index = number;
    else
        change.count = number;
    /* A place beyond the end is left alone: the list may have shrunk since the rule was made. */
    (void)change_apply(library, &change, &result);
    text_free(&result);
}

bool change_play(struct library *library, size_t place, enum item_kind kind, int64_t at_ms)
{
    if (place >= library->tracks.count)
        return false;
    int64_t last = library->play_count > 0 ? library->plays[library->play_count - 1].played_at_ms
                                           : INT64_C(1795176000000);
    struct play play = {.played_at_ms = at_ms >= 0 ? at_ms : last + 180123,
                        .kind = kind,
                        .track = *entry_at(&library->tracks, place)};
    library->plays = must_resize(library->plays, library->play_count + 1, sizeof *library->plays);
    size_t index = library->play_count++;
    for (; index > 0 && library->plays[index - 1].played_at_ms > play.played_at_ms; index--)
        library->plays[index] = library->plays[index - 1];
    library->plays[index] = play;
    return true;
}
