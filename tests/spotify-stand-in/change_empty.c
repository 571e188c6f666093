#include "change_kinds.h"

#include <stdlib.h>

/* Moves all of a list behind what the other holds, as the older part. */
static void move_entries(struct entry_list *from, struct entry_list *to)
{
    size_t count = from->count + to->count;

    if (from->count == 0)
        return;
    from->entries = must_resize(from->entries, count, sizeof *from->entries);
    if (to->count > 0)
        memcpy(from->entries + from->count, to->entries, to->count * sizeof *to->entries);
    free(to->entries);
    *to = (struct entry_list){.entries = from->entries, .count = count, .capacity = count};
    *from = (struct entry_list){0};
}

static void move_playlists(struct playlist **from, size_t *from_count, struct playlist **to,
                           size_t *to_count)
{
    if (*from_count == 0)
        return;
    *to = must_resize(*to, *to_count + *from_count, sizeof **to);
    memcpy(*to + *to_count, *from, *from_count * sizeof **from);
    *to_count += *from_count;
    *from_count = 0;
}

static size_t library_count(const struct library *library)
{
    return library->tracks.count + library->albums.count + library->followed.count +
           library->playlist_count;
}

bool change_empty(struct library *library, const struct change *change, struct text *result)
{
    const char *list = change->what + strlen("empty-");
    bool all = strcmp(list, "all") == 0;
    size_t before = library_count(library);
    struct text none = {0};

    if (all || strcmp(list, "tracks") == 0)
        move_entries(&library->tracks, &library->kept.tracks);
    if (all || strcmp(list, "albums") == 0)
        move_entries(&library->albums, &library->kept.albums);
    if (all || strcmp(list, "artists") == 0)
        move_entries(&library->followed, &library->kept.followed);
    if (all || strcmp(list, "playlists") == 0)
        move_playlists(&library->playlists, &library->playlist_count, &library->kept.playlists,
                       &library->kept.playlist_count);
    change_tell(change, before - library_count(library), &none, library_count(library), result);
    text_free(&none);
    return true;
}

bool change_put_back(struct library *library, const struct change *change, struct text *result)
{
    size_t before = library_count(library);
    struct text none = {0};

    move_entries(&library->kept.tracks, &library->tracks);
    move_entries(&library->kept.albums, &library->albums);
    move_entries(&library->kept.followed, &library->followed);
    move_playlists(&library->kept.playlists, &library->kept.playlist_count, &library->playlists,
                   &library->playlist_count);
    change_tell(change, library_count(library) - before, &none, library_count(library), result);
    text_free(&none);
    return true;
}
