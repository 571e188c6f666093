#include "hidden.h"

#include "dice.h"

#define NOBODY SIZE_MAX

/* What the lists have in common. */
struct candidates {
    size_t count;
    uint32_t (*number)(const void *list, size_t index);
    bool *(*flag)(void *list, size_t index);
    void *list;
};

static uint32_t entry_number(const void *list, size_t index)
{
    return ((const struct entry_list *)list)->entries[index].number;
}

static bool *entry_flag(void *list, size_t index)
{
    return &((struct entry_list *)list)->entries[index].hidden;
}

static uint32_t playlist_number(const void *list, size_t index)
{
    return ((const struct library *)list)->playlists[index].number;
}

static bool *playlist_flag(void *list, size_t index)
{
    return &((struct library *)list)->playlists[index].hidden;
}

static uint32_t item_number(const void *list, size_t index)
{
    return (uint32_t)index + ((const struct playlist *)list)->number;
}

static bool *item_flag(void *list, size_t index)
{
    return &((struct playlist *)list)->items[index].hidden;
}

/* The thing with the lowest roll among those that are shown. */
static size_t next_to_hide(const struct candidates *among, uint64_t seed)
{
    uint64_t lowest = UINT64_MAX;
    size_t chosen = NOBODY;

    for (size_t i = 0; i < among->count; i++) {
        uint64_t roll = dice_hash(seed, 400, among->number(among->list, i));
        if (!*among->flag(among->list, i) && roll <= lowest) {
            lowest = roll;
            chosen = i;
        }
    }
    return chosen;
}

static void hide(const struct candidates *among, size_t count, uint64_t seed)
{
    for (size_t i = 0; i < among->count; i++)
        *among->flag(among->list, i) = false;
    for (size_t i = 0; i < count && i < among->count; i++)
        *among->flag(among->list, next_to_hide(among, seed)) = true;
}

static void hide_entries(struct library *library, struct entry_list *list, size_t count)
{
    struct candidates among = {list->count, entry_number, entry_flag, list};
    hide(&among, count, library->catalogue.seed);
}

static void hide_items(struct library *library, size_t count)
{
    for (size_t i = 0; i < library->playlist_count; i++) {
        struct playlist *playlist = &library->playlists[i];
        struct candidates among = {playlist->count, item_number, item_flag, playlist};
        hide(&among, count, library->catalogue.seed);
    }
}

void hidden_set(struct library *library, enum endpoint endpoint, size_t count)
{
    struct candidates playlists = {library->playlist_count, playlist_number, playlist_flag,
                                   library};

    switch (endpoint) {
    case ENDPOINT_TRACKS:
        hide_entries(library, &library->tracks, count);
        break;
    case ENDPOINT_SAVED_ALBUMS:
        hide_entries(library, &library->albums, count);
        break;
    case ENDPOINT_SAVED_SHOWS:
        hide_entries(library, &library->shows, count);
        break;
    case ENDPOINT_SAVED_EPISODES:
        hide_entries(library, &library->episodes, count);
        break;
    case ENDPOINT_SAVED_AUDIOBOOKS:
        hide_entries(library, &library->audiobooks, count);
        break;
    case ENDPOINT_FOLLOWING:
        hide_entries(library, &library->followed, count);
        break;
    case ENDPOINT_PLAYLISTS:
        hide(&playlists, count, library->catalogue.seed);
        break;
    case ENDPOINT_PLAYLIST_ITEMS:
        hide_items(library, count);
        break;
    default:
        break;
    }
}

bool hidden_knows(enum endpoint endpoint)
{
    return endpoint == ENDPOINT_TRACKS || endpoint == ENDPOINT_SAVED_ALBUMS ||
           endpoint == ENDPOINT_SAVED_SHOWS || endpoint == ENDPOINT_SAVED_EPISODES ||
           endpoint == ENDPOINT_SAVED_AUDIOBOOKS || endpoint == ENDPOINT_FOLLOWING ||
           endpoint == ENDPOINT_PLAYLISTS || endpoint == ENDPOINT_PLAYLIST_ITEMS;
}
