#include "changes.h"

#include "change_kinds.h"
#include "query.h"
#include "spoken.h"

const char change_words[] =
    "add add-old add-equal remove resave resave-old playlist playlist-quiet playlist-rename "
    "playlist-remove playlist-add playlist-reorder save-album unsave-album follow unfollow "
    "empty-tracks empty-albums empty-artists empty-playlists empty-all put-back save-show "
    "unsave-show save-episode unsave-episode save-audiobook unsave-audiobook";

static const struct {
    const char *what;
    apply_change *apply;
} kinds[] = {
    {"add", change_add},
    {"add-old", change_add},
    {"add-equal", change_add},
    {"remove", change_remove},
    {"remove-block", change_remove},
    {"remove-all-but", change_remove},
    {"resave", change_resave},
    {"resave-old", change_resave},
    {"playlist", change_playlist_items},
    {"playlist-quiet", change_playlist_items},
    {"playlist-rename", change_playlist_rename},
    {"playlist-items", change_playlist_items},
    {"playlist-reorder", change_playlist_items},
    {"playlist-remove", change_playlist_remove},
    {"playlist-add", change_playlist_add},
    {"artist-unavailable", change_unavailable},
    {"album-unavailable", change_unavailable},
    {"save-album", change_list},
    {"unsave-album", change_list},
    {"save-show", change_spoken},
    {"unsave-show", change_spoken},
    {"save-episode", change_spoken},
    {"unsave-episode", change_spoken},
    {"save-audiobook", change_spoken},
    {"unsave-audiobook", change_spoken},
    {"follow", change_list},
    {"unfollow", change_list},
    {"empty-tracks", change_empty},
    {"empty-albums", change_empty},
    {"empty-artists", change_empty},
    {"empty-playlists", change_empty},
    {"empty-all", change_empty},
    {"put-back", change_put_back},
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
    struct change change = {.what = word, .count = -1, .place = -1, .index = -1, .to = -1};
    struct text result = {0};
    int64_t number = -1;

    (void)query_number(value, &number);
    if (strcmp(word, "remove") == 0 || strncmp(word, "resave", 6) == 0 ||
        strncmp(word, "un", 2) == 0)
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
