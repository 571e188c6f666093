#include "playlist.h"
#include "account_lists.h"
#include "base/buffer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool take_wanted(void *context, sqlite3_stmt *row, struct error *error)
{
    struct restored_playlist *playlist = context;
    const char *new_id = (const char *)sqlite3_column_text(row, 2);

    (void)error;
    playlist->rank = sqlite3_column_int64(row, 0);
    playlist->has_news = sqlite3_column_int(row, 3) != 0;
    (void)snprintf(playlist->old_id, sizeof playlist->old_id, "%s",
                   (const char *)sqlite3_column_text(row, 1));
    (void)snprintf(playlist->new_id, sizeof playlist->new_id, "%s", new_id ? new_id : "");
    return true;
}

bool playlist_next(struct restoring *restoring, int64_t behind, const char *condition,
                   struct restored_playlist *playlist, bool *found, struct error *error)
{
    struct buffer sql = {0};
    bool done;

    *playlist = (struct restored_playlist){
        .restoring = restoring,
        .refusals = {.writer = &restoring->writer, .list = "playlist", .scope = playlist->new_id}};
    if (!buffer_append_format(
            &sql,
            "SELECT rank, old_id, new_id, has_news FROM lists WHERE rank > ?1 AND state = 0"
            " AND (%s) ORDER BY rank LIMIT 1",
            condition))
        return error_no_memory(error);
    done = ledger_each(restoring->ledger, sql.bytes, LEDGER_VALUES(LEDGER_NUMBER(behind)),
                       take_wanted, playlist, error);
    buffer_free(&sql);
    *found = done && playlist->rank > 0;
    return done && (!*found || items_load(&playlist->items, restoring->ledger,
                                          "SELECT place, uri, state FROM items WHERE list = ?1"
                                          " AND state NOT IN (3, 4) ORDER BY place",
                                          LEDGER_VALUES(LEDGER_NUMBER(playlist->rank)), error));
}

/* The URIs that are shown, for alignment_find; NULL for what has none. */
struct shown_uris {
    char **uris;
    size_t count, capacity;
};

static bool take_uri(void *context, sqlite3_stmt *row, struct error *error)
{
    struct shown_uris *shown = context;
    const char *uri = (const char *)sqlite3_column_text(row, 0);

    if (shown->count == shown->capacity) {
        size_t capacity = 2 * shown->capacity + 64;
        char **uris = realloc(shown->uris, capacity * sizeof *uris);
        if (!uris)
            return error_no_memory(error);
        shown->uris = uris;
        shown->capacity = capacity;
    }
    shown->uris[shown->count] = uri ? strdup(uri) : NULL;
    if (uri && !shown->uris[shown->count])
        return error_no_memory(error);
    shown->count++;
    return true;
}

static void free_uris(struct shown_uris *shown)
{
    for (size_t i = 0; i < shown->count; i++)
        free(shown->uris[i]);
    free(shown->uris);
}

bool playlist_compare(struct restored_playlist *playlist, const struct batch_item *const *items,
                      size_t count, int64_t from, struct comparison *comparison,
                      struct error *error)
{
    struct ledger *ledger = playlist->restoring->ledger;
    struct shown_uris shown = {0};
    const char **uris = malloc((count + 1) * sizeof *uris);
    bool *is_there = calloc(count + 1, sizeof *is_there), done = false;

    *comparison = (struct comparison){.is_there = is_there};
    if (!uris || !is_there) {
        (void)error_no_memory(error);
        goto out;
    }
    for (size_t i = 0; i < count; i++)
        uris[i] = items[i]->uri;
    if (!account_read_items(playlist->restoring, playlist->new_id, from, &comparison->total,
                            error) ||
        !ledger_each(ledger, "SELECT uri FROM shown ORDER BY place", NULL, take_uri, &shown, error))
        goto out;
    comparison->alignment =
        alignment_find((const char *const *)shown.uris, shown.count, uris, count, is_there);
    done = true;
out:
    free_uris(&shown);
    free(uris);
    if (!done) {
        free(is_there);
        comparison->is_there = NULL;
    }
    return done;
}

bool playlist_compare_all(struct restored_playlist *playlist, struct comparison *comparison,
                          struct error *error)
{
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): it is an array of pointers */
    const struct batch_item **items = malloc((playlist->items.count + 1) * sizeof *items);
    bool done;

    if (!items)
        return error_no_memory(error);
    for (size_t i = 0; i < playlist->items.count; i++)
        items[i] = &playlist->items.items[i];
    done = playlist_compare(playlist, items, playlist->items.count, 0, comparison, error);
    free(items);
    return done;
}

/* What Spotify does not take here, it takes nowhere: the same items are not tried again in this
 * run. After a doubted refusal that holds for this playlist only. */
static bool spread(struct restored_playlist *playlist, const struct batch_item *item,
                   struct error *error)
{
    for (size_t i = 0; i < playlist->items.count; i++) {
        struct batch_item *other = &playlist->items.items[i];

        if (other == item || other->state != ITEM_WANTED || strcmp(other->uri, item->uri) != 0)
            continue;
        other->state = item->state;
        other->is_refused = item->is_refused;
        (void)snprintf(other->words, sizeof other->words, "%s", item->words);
    }
    return ledger_run(playlist->restoring->ledger,
                      "UPDATE items SET state = ?1, reason = ?2 WHERE uri = ?3 AND state = 0"
                      " AND (list = ?4 OR NOT ?5)",
                      LEDGER_VALUES(LEDGER_NUMBER((int64_t)item->state), LEDGER_TEXT(item->words),
                                    LEDGER_TEXT(item->uri), LEDGER_NUMBER(playlist->rank),
                                    LEDGER_NUMBER(item->is_refused)),
                      error);
}

bool playlist_note_item(struct restored_playlist *playlist, struct batch_item *item,
                        struct error *error)
{
    struct ledger *ledger = playlist->restoring->ledger;

    return items_note_refusal(ledger, "playlist", item, error) &&
           ledger_run(ledger,
                      "UPDATE items SET state = ?1, reason = ?2 WHERE list = ?3 AND place = ?4",
                      LEDGER_VALUES(LEDGER_NUMBER((int64_t)item->state), LEDGER_TEXT(item->words),
                                    LEDGER_NUMBER(playlist->rank), LEDGER_NUMBER(item->place)),
                      error) &&
           ((item->state != ITEM_REFUSED && item->state != ITEM_FAILED) ||
            spread(playlist, item, error));
}

bool playlist_note(const struct restored_playlist *playlist, enum item_state state,
                   const char *reason, struct error *error)
{
    return ledger_run(
        playlist->restoring->ledger, "UPDATE lists SET state = ?1, reason = ?2 WHERE rank = ?3",
        LEDGER_VALUES(LEDGER_NUMBER((int64_t)state), LEDGER_TEXT(reason ? reason : ""),
                      LEDGER_NUMBER(playlist->rank)),
        error);
}

bool playlist_note_filled(const struct restored_playlist *playlist, struct error *error)
{
    struct ledger *ledger = playlist->restoring->ledger;
    const struct ledger_value *values =
        LEDGER_VALUES(LEDGER_TEXT(playlist->new_id), LEDGER_NUMBER(playlist->rank));

    return ledger_begin(ledger, error) &&
           ledger_run(ledger, "UPDATE made_playlists SET state = 'filled' WHERE new_id = ?1",
                      values, error) &&
           ledger_run(ledger,
                      "INSERT OR REPLACE INTO filled_playlists"
                      " SELECT ?1, held FROM contents WHERE list = ?2",
                      values, error) &&
           playlist_note(playlist, ITEM_RESTORED, NULL, error) && ledger_commit(ledger, error);
}

bool playlist_note_changed(const struct restored_playlist *playlist, struct error *error)
{
    return playlist_note(playlist, ITEM_FAILED,
                         "it holds other items than the library, and is left as it is", error);
}

bool playlist_note_places(const struct restored_playlist *playlist, int64_t pending,
                          struct error *error)
{
    int64_t places = 0;

    for (size_t i = 0; i < playlist->items.count; i++)
        places += playlist->items.items[i].state == ITEM_RESTORED ||
                  playlist->items.items[i].state == ITEM_THERE;
    return ledger_run(
        playlist->restoring->ledger,
        "UPDATE made_playlists SET places = ?1, pending = ?2 WHERE new_id = ?3",
        LEDGER_VALUES(LEDGER_NUMBER(places), LEDGER_NUMBER(pending), LEDGER_TEXT(playlist->new_id)),
        error);
}

void playlist_close(struct restored_playlist *playlist)
{
    items_free(&playlist->items);
}
