#include "filling.h"
#include "adding.h"
#include "progress.h"

#include <stdio.h>
#include <stdlib.h>

/* How often an item is put at its place before it has failed. */
enum { MOST_PUTS = 2 };

/* How often a playlist is to be shown without items that were in it. */
enum { BELIEVED_AT = 3 };

static struct batches batches_of(struct adding *adding)
{
    struct restored_playlist *playlist = adding->playlist;

    return (struct batches){.writer = &playlist->restoring->writer,
                            .refusals = &playlist->refusals,
                            .items = playlist->items.items,
                            .count = playlist->items.count,
                            .most = BATCH_MOST,
                            .context = adding,
                            .send = adding_send,
                            .look = adding_look,
                            .note = adding_note};
}

/* One answer by which items have gone that were known to be there is no proof of it. */
static bool read_believably(struct restored_playlist *playlist, struct comparison *comparison,
                            struct error *error)
{
    int64_t places;

    if (!ledger_number(playlist->restoring->ledger,
                       "SELECT places FROM made_playlists WHERE new_id = ?1",
                       LEDGER_VALUES(LEDGER_TEXT(playlist->new_id)), &places, error) ||
        !playlist_compare_all(playlist, comparison, error))
        return false;
    for (int i = 1; i < BELIEVED_AT && comparison->total < places; i++) {
        free(comparison->is_there);
        if (!playlist_compare_all(playlist, comparison, error))
            return false;
    }
    return true;
}

bool filling_find_there(struct restored_playlist *playlist, struct error *error)
{
    struct comparison comparison;
    bool done = true;

    if (!read_believably(playlist, &comparison, error))
        return false;
    playlist->is_changed = comparison.alignment == ALIGNED_NOT;
    for (size_t i = 0; done && !playlist->is_changed && i < playlist->items.count; i++) {
        if (!comparison.is_there[i])
            continue;
        playlist->items.items[i].state = ITEM_THERE;
        done = playlist_note_item(playlist, &playlist->items.items[i], error);
    }
    free(comparison.is_there);
    return done;
}

/* A gap ahead of what is there is for filling_check. Returns whether there is one. */
static bool set_gaps_aside(struct restored_playlist *playlist, enum item_state from,
                           enum item_state to)
{
    size_t end = playlist->items.count;
    bool has_gap = false;

    while (end > 0 && playlist->items.items[end - 1].state != ITEM_THERE)
        end--;
    for (size_t i = 0; i < end; i++)
        if (playlist->items.items[i].state == from) {
            playlist->items.items[i].state = to;
            has_gap = true;
        }
    return has_gap;
}

bool filling_write(struct restored_playlist *playlist, struct error *error)
{
    struct adding adding = {.playlist = playlist, .position = -1};
    struct batches batches = batches_of(&adding);
    bool has_gap = set_gaps_aside(playlist, ITEM_WANTED, ITEM_IMPOSSIBLE);
    bool done = batches_write(&batches, error);

    (void)set_gaps_aside(playlist, ITEM_IMPOSSIBLE, ITEM_WANTED);
    return done &&
           ledger_run(playlist->restoring->ledger,
                      "UPDATE lists SET is_written = 1, has_news = max(has_news, ?1)"
                      " WHERE rank = ?2",
                      LEDGER_VALUES(LEDGER_NUMBER(has_gap), LEDGER_NUMBER(playlist->rank)), error);
}

/* A look at the whole list, for writer_settle. */
struct checking {
    struct restored_playlist *playlist;
    struct comparison comparison;
    bool is_whole; /* all is there that can be */
};

/* Whether an item is not there, and could be. */
static bool lacks_item(const struct checking *checking, size_t index)
{
    enum item_state state = checking->playlist->items.items[index].state;

    return !checking->comparison.is_there[index] && state != ITEM_FAILED && state != ITEM_REFUSED;
}

static bool look_at_list(void *context, bool is_last, bool *is_whole, struct error *error)
{
    struct checking *checking = context;

    (void)is_last;
    free(checking->comparison.is_there);
    checking->comparison.is_there = NULL;
    if (!playlist_compare_all(checking->playlist, &checking->comparison, error))
        return false;
    checking->is_whole = checking->comparison.alignment != ALIGNED_NOT;
    for (size_t i = 0; checking->is_whole && i < checking->playlist->items.count; i++)
        checking->is_whole = !lacks_item(checking, i);
    *is_whole = checking->is_whole;
    return true;
}

/* Puts the first run of what is missing at its place. */
static bool fill_first_gap(const struct checking *checking, bool *has_put, struct error *error)
{
    struct items *items = &checking->playlist->items;
    struct adding adding = {.playlist = checking->playlist, .position = 0};
    struct batches batches = batches_of(&adding);
    size_t end;

    for (; adding.begin < items->count; adding.begin++) {
        if (lacks_item(checking, adding.begin) && items->items[adding.begin].puts < MOST_PUTS)
            break;
        adding.position += checking->comparison.is_there[adding.begin];
    }
    for (end = adding.begin; end < items->count && end < adding.begin + BATCH_MOST; end++) {
        if (!lacks_item(checking, end))
            break;
        items->items[end].state = ITEM_WANTED;
        items->items[end].puts++;
    }
    *has_put = end > adding.begin;
    batches.items = items->items + adding.begin;
    batches.count = end - adding.begin;
    return batches_write(&batches, error);
}

/* What is missing now has failed. */
static bool give_up_missing(struct checking *checking, struct error *error)
{
    struct items *items = &checking->playlist->items;

    for (size_t i = 0; i < items->count; i++) {
        if (!lacks_item(checking, i))
            continue;
        items->items[i].state = ITEM_FAILED;
        (void)snprintf(items->items[i].words, sizeof items->items[i].words,
                       "Spotify took it, and does not show it");
        if (!playlist_note_item(checking->playlist, &items->items[i], error))
            return false;
    }
    return true;
}

static bool conclude(struct checking *checking, struct error *error)
{
    struct restored_playlist *playlist = checking->playlist;

    if (checking->comparison.alignment == ALIGNED_NOT)
        return playlist_note_changed(playlist, error);
    if (checking->comparison.is_there && !give_up_missing(checking, error))
        return false;
    for (size_t i = 0; i < playlist->items.count; i++)
        if (playlist->items.items[i].state == ITEM_FAILED)
            return playlist_note(playlist, ITEM_FAILED, "some of its items are still to come",
                                 error);
    return playlist_note_filled(playlist, error) &&
           progress_tell(playlist->restoring, PROGRESS_PLAYLISTS, NULL, error);
}

bool filling_check(struct restored_playlist *playlist, struct error *error)
{
    const struct writer *writer = &playlist->restoring->writer;
    struct checking checking = {.playlist = playlist, .comparison = {.alignment = ALIGNED_WHOLE}};
    size_t rounds = MOST_PUTS + 2 * playlist->items.count / BATCH_MOST;
    bool is_whole = true, has_put = true, done = true;

    if (playlist->items.count > 0 && playlist->has_news)
        done = look_at_list(&checking, false, &is_whole, error) &&
               (is_whole || writer_settle(writer, look_at_list, &checking, error));
    else
        checking.is_whole = true;
    for (size_t round = 0; done && !checking.is_whole && has_put &&
                           checking.comparison.alignment != ALIGNED_NOT && round < rounds;
         round++)
        done = fill_first_gap(&checking, &has_put, error) &&
               (!has_put || writer_settle(writer, look_at_list, &checking, error));
    done = done && conclude(&checking, error);
    free(checking.comparison.is_there);
    return done;
}
