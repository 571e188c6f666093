#include "library.h"

#include "dice.h"

#include <stdlib.h>

/* 2026-11-20T12:00:00Z: when the newest track was saved. */
#define NEWEST         INT64_C(1795176000)
#define TEN_YEARS      INT64_C(315360000)
#define FOUR_HOURS     INT64_C(14400)
#define STRANGER_COUNT 5000

struct entry *entry_at(struct entry_list *list, size_t place)
{
    return &list->entries[list->count - 1 - place];
}

static void entry_reserve(struct entry_list *list, size_t count)
{
    if (count <= list->capacity)
        return;
    list->capacity = count + count / 2 + 16;
    list->entries = must_resize(list->entries, list->capacity, sizeof *list->entries);
}

void entry_insert(struct entry_list *list, size_t place, struct entry entry)
{
    size_t index = list->count - place;

    entry_reserve(list, list->count + 1);
    memmove(list->entries + index + 1, list->entries + index, place * sizeof *list->entries);
    list->entries[index] = entry;
    list->count++;
}

void entry_remove(struct entry_list *list, size_t place)
{
    size_t index = list->count - 1 - place;

    memmove(list->entries + index, list->entries + index + 1, place * sizeof *list->entries);
    list->count--;
}

size_t entry_remove_marked(struct entry_list *list, const unsigned char *marks)
{
    size_t kept = 0;
    size_t count = list->count;

    for (size_t i = 0; i < count; i++) {
        if (!marks[count - 1 - i])
            list->entries[kept++] = list->entries[i];
    }
    list->count = kept;
    return count - kept;
}

uint32_t library_add_raw(struct library *library, struct slice piece)
{
    library->raws = must_resize(library->raws, library->raw_count + 1, sizeof *library->raws);
    library->raws[library->raw_count++] = piece;
    return (uint32_t)library->raw_count;
}

struct slice library_raw(const struct library *library, uint32_t raw)
{
    return library->raws[raw - 1];
}

bool id_set_has(const struct id_set *set, const char *id)
{
    for (size_t i = 0; i < set->count; i++) {
        if (memcmp(set->ids[i].text, id, SPOTIFY_ID_LENGTH) == 0)
            return true;
    }
    return false;
}

void id_set_add(struct id_set *set, const char *id)
{
    set->ids = must_resize(set->ids, set->count + 1, sizeof *set->ids);
    memcpy(set->ids[set->count].text, id, SPOTIFY_ID_LENGTH);
    set->ids[set->count].text[SPOTIFY_ID_LENGTH] = '\0';
    set->count++;
}

static void build_tracks(struct library *library, const struct library_size *size)
{
    size_t count = (size_t)size->tracks;
    int64_t span = size->tracks * FOUR_HOURS < TEN_YEARS ? size->tracks * FOUR_HOURS : TEN_YEARS;
    uint64_t gap = count > 0 ? (uint64_t)(span / size->tracks) : 1;
    int64_t added_at = NEWEST;

    entry_reserve(&library->tracks, count);
    library->tracks.count = count;
    for (size_t i = 0; i < count; i++)
        library->tracks.entries[i] = (struct entry){.number = (uint32_t)i};
    for (size_t i = count; i > 1; i--) {
        size_t other = dice_below(&library->dice, i);
        uint32_t number = library->tracks.entries[i - 1].number;
        library->tracks.entries[i - 1].number = library->tracks.entries[other].number;
        library->tracks.entries[other].number = number;
    }
    for (size_t place = 0; place < count; place++) {
        uint64_t roll = dice_next(&library->dice);
        bool equal =
            size->equal_added > 0 ? place % (size_t)size->equal_added != 0 : (roll >> 40) % 20 == 0;
        if (place > 0 && !equal)
            added_at -= 1 + (int64_t)(roll % (2 * gap));
        entry_at(&library->tracks, place)->added_at = added_at;
    }
}

/* An album, an artist or a play has its place from its number. */
static void build_list(struct entry_list *list, int64_t count, int64_t gap)
{
    entry_reserve(list, (size_t)count);
    for (int64_t i = count - 1; i >= 0; i--) {
        list->entries[list->count++] =
            (struct entry){.added_at = NEWEST - i * gap, .number = (uint32_t)i};
    }
}

void playlist_insert(struct playlist *playlist, size_t position, struct playlist_item item)
{
    if (playlist->count == playlist->capacity) {
        playlist->capacity = playlist->capacity * 2 + 16;
        playlist->items = must_resize(playlist->items, playlist->capacity, sizeof *playlist->items);
    }
    memmove(playlist->items + position + 1, playlist->items + position,
            (playlist->count - position) * sizeof *playlist->items);
    playlist->items[position] = item;
    playlist->count++;
}

void playlist_remove(struct playlist *playlist, size_t position)
{
    playlist->count--;
    memmove(playlist->items + position, playlist->items + position + 1,
            (playlist->count - position) * sizeof *playlist->items);
}

void playlist_remember_items(struct playlist *playlist)
{
    playlist->before = must_resize(playlist->before, playlist->count, sizeof *playlist->before);
    if (playlist->count > 0)
        memcpy(playlist->before, playlist->items, playlist->count * sizeof *playlist->before);
    playlist->before_count = playlist->count;
    playlist->edited = true;
    playlist->version_before = playlist->version;
}

uint64_t playlist_name_number(const struct playlist *playlist)
{
    return ((uint64_t)playlist->renamed << 32) + playlist->number;
}

/* Three of four playlist tracks are among the saved ones of the start. */
static uint32_t playlist_track(const struct library *library, uint64_t roll)
{
    if (roll % 4 == 0 || library->catalogue.tracks == 0)
        return CATALOGUE_STRANGERS + (uint32_t)((roll >> 8) % STRANGER_COUNT);
    /* NOLINTNEXTLINE(clang-analyzer-core.DivideZero): it has just been seen not to be */
    return (uint32_t)((roll >> 8) % library->catalogue.tracks);
}

/* Every 25 items hold what a naive program trips over, always at the same positions. */
static void make_odd(struct playlist *playlist, struct playlist_item *item)
{
    switch (playlist->count % 25) {
    case 3:
        item->kind = ITEM_NULL;
        break;
    case 7:
        item->kind = ITEM_EPISODE;
        item->number %= 1000;
        break;
    case 11:
        item->kind = ITEM_LOCAL;
        item->number %= 1000;
        break;
    case 13:
        item->added_at = 0;
        break;
    case 15:
        item->number = playlist->items[playlist->count - 14].number;
        break;
    default:
        break;
    }
}

void playlist_set_count(struct library *library, struct playlist *playlist, size_t count)
{
    if (playlist->count > count)
        playlist->count = count;
    while (playlist->count < count) {
        uint64_t roll = catalogue_hash(&library->catalogue, ID_PLAYLIST, 200,
                                       ((uint64_t)playlist->number << 24) + playlist->count);
        struct playlist_item item = {
            .added_at =
                NEWEST - TEN_YEARS + (int64_t)playlist->count * 3600 + (int64_t)(roll >> 40) % 3600,
            .number = playlist_track(library, roll),
        };
        if (library->odd_items)
            make_odd(playlist, &item);
        playlist_insert(playlist, playlist->count, item);
    }
}

struct playlist_item playlist_new_item(struct library *library)
{
    uint64_t roll = dice_next(&library->dice);
    return (struct playlist_item){.added_at = NEWEST + (int64_t)(roll >> 32) % 86400,
                                  .number = playlist_track(library, roll)};
}

struct playlist *library_add_playlist(struct library *library, size_t place, uint32_t number)
{
    library->playlists =
        must_resize(library->playlists, library->playlist_count + 1, sizeof *library->playlists);
    struct playlist *playlist = &library->playlists[place];
    memmove(playlist + 1, playlist, (library->playlist_count - place) * sizeof *playlist);
    library->playlist_count++;
    *playlist = (struct playlist){.number = number, .version = 1};
    struct spotify_id id = catalogue_id(&library->catalogue, ID_PLAYLIST, number);
    memcpy(playlist->id, id.text, sizeof playlist->id);
    return playlist;
}

struct playlist *library_make_playlist(struct library *library, size_t place, size_t items,
                                       bool foreign)
{
    uint32_t number = library->next_playlist++;
    struct playlist *playlist = library_add_playlist(library, place, number);

    playlist->foreign = foreign;
    playlist->collaborative = !foreign && number % 7 == 6;
    playlist->public = number % 3 != 0;
    playlist_set_count(library, playlist, items);
    return playlist;
}

static void free_playlist(struct playlist *playlist)
{
    free(playlist->items);
    free(playlist->before);
    free(playlist->given_name);
    free(playlist->given_description);
}

void library_remove_playlist(struct library *library, size_t place)
{
    struct playlist *playlist = &library->playlists[place];

    free_playlist(playlist);
    library->playlist_count--;
    memmove(playlist, playlist + 1, (library->playlist_count - place) * sizeof *playlist);
}

struct playlist *library_find_playlist(struct library *library, const char *id, size_t length)
{
    if (length != SPOTIFY_ID_LENGTH)
        return NULL;
    for (size_t i = 0; i < library->playlist_count; i++) {
        if (memcmp(library->playlists[i].id, id, length) == 0)
            return &library->playlists[i];
    }
    return NULL;
}

/* Spreads the foreign ones evenly over the list. */
static bool is_foreign(const struct library_size *size, int64_t index)
{
    if (size->foreign_playlists < 0)
        return index % 5 == 4;
    return (index + 1) * size->foreign_playlists / size->playlists >
           index * size->foreign_playlists / size->playlists;
}

static uint32_t share(int64_t wanted, int64_t tracks, int64_t per_mille)
{
    int64_t count = wanted >= 0 ? wanted : (tracks * per_mille + 500) / 1000;
    return count > 0 ? (uint32_t)count : 1;
}

void library_build(struct library *library, const struct library_size *size)
{
    struct catalogue *catalogue = &library->catalogue;

    *library = (struct library){.dice = dice_mix(size->seed + 77), .odd_items = size->odd_items};
    catalogue->seed = size->seed;
    catalogue->tracks = (uint32_t)size->tracks;
    catalogue->artists = share(size->artists, size->tracks, 152);
    catalogue->albums = share(size->albums, size->tracks, 78);
    catalogue->known_artists = catalogue->artists;
    if (size->followed_artists > catalogue->known_artists)
        catalogue->known_artists = (uint32_t)size->followed_artists;
    if (size->top_artists > catalogue->known_artists)
        catalogue->known_artists = (uint32_t)size->top_artists;
    library->next_track = catalogue->tracks;
    library->next_saved_album = (uint32_t)size->saved_albums;

    build_tracks(library, size);
    build_list(&library->albums, size->saved_albums, 86400);
    build_list(&library->shows, size->saved_shows, 86400);
    build_list(&library->episodes, size->saved_episodes, 3600);
    build_list(&library->audiobooks, size->saved_audiobooks, 86400);
    library->next_spoken = 1000000;
    build_list(&library->followed, size->followed_artists, 0);
    build_list(&library->top, size->top_artists, 0);
    for (int64_t i = 0; i < size->playlists; i++) {
        (void)library_make_playlist(library, library->playlist_count, (size_t)size->playlist_items,
                                    is_foreign(size, i));
    }
}

static void free_playlists(struct playlist *playlists, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free_playlist(&playlists[i]);
    free(playlists);
}

void library_free(struct library *library)
{
    free(library->tracks.entries);
    free(library->albums.entries);
    free(library->shows.entries);
    free(library->episodes.entries);
    free(library->audiobooks.entries);
    free(library->followed.entries);
    free(library->top.entries);
    free_playlists(library->playlists, library->playlist_count);
    free_playlists(library->kept.playlists, library->kept.playlist_count);
    free(library->kept.tracks.entries);
    free(library->kept.albums.entries);
    free(library->kept.followed.entries);
    free(library->plays);
    free(library->raws);
    for (size_t i = 0; i < library->file_count; i++)
        free(library->files[i]);
    free(library->files);
    free(library->recorded_artists.objects);
    free(library->recorded_albums.objects);
    free(library->unavailable.ids);
    *library = (struct library){0};
}

/* Where the object with the id stands in a recorded piece: a page's items wrap tracks and albums.
 */
static bool raw_id(struct slice piece, enum id_kind kind, struct slice *id)
{
    const char *wrapper = kind == ID_TRACK ? "track" : "album";

    if (slice_path(piece, wrapper, "id", NULL, id))
        return true;
    return slice_member(piece, "id", id);
}

bool library_entry_id(const struct library *library, enum id_kind kind, const struct entry *entry,
                      struct spotify_id *id)
{
    struct slice value;

    if (entry->raw == 0) {
        *id = catalogue_id(&library->catalogue, kind, entry->number);
        return true;
    }
    if (!raw_id(library_raw(library, entry->raw), kind, &value))
        return false;
    value = slice_inside(value);
    if (value.length != SPOTIFY_ID_LENGTH)
        return false;
    memcpy(id->text, value.bytes, SPOTIFY_ID_LENGTH);
    id->text[SPOTIFY_ID_LENGTH] = '\0';
    return true;
}

uint32_t library_known(const struct library *library, enum id_kind kind)
{
    uint32_t albums = catalogue_album_count(&library->catalogue, library->next_track);

    if (library->next_saved_album > albums)
        albums = library->next_saved_album;
    return kind == ID_ALBUM ? albums : catalogue_artist_count(&library->catalogue, albums);
}

uint32_t library_recorded(const struct library *library, enum id_kind kind, const char *id,
                          size_t length)
{
    const struct recorded_objects *list =
        kind == ID_ARTIST ? &library->recorded_artists : &library->recorded_albums;

    for (size_t i = 0; i < list->count && length == SPOTIFY_ID_LENGTH; i++) {
        if (memcmp(list->objects[i].id, id, length) == 0)
            return list->objects[i].raw;
    }
    return 0;
}
