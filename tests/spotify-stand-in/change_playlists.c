#include "change_kinds.h"
#include "dice.h"

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

bool change_playlist_items(struct library *library, const struct change *change,
                           struct text *result)
{
    size_t index;

    if (!choose_playlist(library, change, &index, result))
        return false;
    struct playlist *playlist = &library->playlists[index];
    if (playlist->raw != 0) {
        text_add(result, "a recorded playlist cannot be changed");
        return false;
    }
    playlist_remember_items(playlist);
    if (strcmp(change->what, "playlist-items") == 0)
        playlist_set_count(library, playlist, (size_t)change_given(change->count, 0));
    else if (strcmp(change->what, "playlist-reorder") == 0)
        reorder_items(library, playlist);
    else
        edit_items(library, playlist);
    if (strcmp(change->what, "playlist-quiet") != 0)
        playlist->version++;
    tell_playlist(change, playlist, index, library->playlist_count, result);
    return true;
}

bool change_playlist_remove(struct library *library, const struct change *change,
                            struct text *result)
{
    size_t index;

    if (!choose_playlist(library, change, &index, result))
        return false;
    tell_playlist(change, &library->playlists[index], index, library->playlist_count - 1, result);
    library_remove_playlist(library, index);
    return true;
}

bool change_playlist_add(struct library *library, const struct change *change, struct text *result)
{
    const struct playlist *playlist =
        library_make_playlist(library, 0, (size_t)change_given(change->count, 20), false);

    tell_playlist(change, playlist, 0, library->playlist_count, result);
    return true;
}

bool change_playlist_rename(struct library *library, const struct change *change,
                            struct text *result)
{
    size_t index;

    if (!choose_playlist(library, change, &index, result))
        return false;
    library->playlists[index].renamed++;
    tell_playlist(change, &library->playlists[index], index, library->playlist_count, result);
    return true;
}
