#include "progress.h"
#include "singer/bookmark.h"

const char *const saved_streams[SAVED_STREAMS] = {"saved_tracks",     "saved_albums",
                                                  "followed_artists", "saved_shows",
                                                  "saved_episodes",   "saved_audiobooks"};

static const char *name_of(size_t number)
{
    if (number < SAVED_STREAMS)
        return saved_streams[number];
    return number == PROGRESS_PLAYLISTS ? "playlists" : "playlist_items";
}

bool progress_begin(struct restoring *restoring, struct error *error)
{
    static const char done_items[] = "SELECT count(*) FROM items JOIN lists ON list = rank"
                                     " WHERE items.state <> 0 OR lists.state <> 0";
    static const char *const sql[] = {
        "SELECT count(*) FROM things WHERE stream = ?1",
        "SELECT count(*) FROM lists",
        "SELECT count(*) FROM items JOIN lists ON list = rank",
        "SELECT count(*) FROM things WHERE stream = ?1 AND state <> 0",
        "SELECT count(*) FROM lists WHERE state <> 0",
        done_items,
    };

    for (size_t i = 0; i < PROGRESSES; i++) {
        size_t kind = i < SAVED_STREAMS ? 0 : i - SAVED_STREAMS + 1;
        const struct ledger_value *values = LEDGER_VALUES(LEDGER_TEXT(name_of(i)));

        if (!ledger_number(restoring->ledger, sql[kind], values, &restoring->progress[i].total,
                           error) ||
            !ledger_number(restoring->ledger, sql[kind + 3], values, &restoring->progress[i].done,
                           error))
            return false;
    }
    return true;
}

static struct bookmark bookmark_of(const struct restoring *restoring, size_t number)
{
    const struct progress *progress = &restoring->progress[number];

    return (struct bookmark){.offset = progress->done,
                             .total = progress->total,
                             .processed = progress->restored,
                             .has_more = progress->done < progress->total,
                             .requests = api_requests(restoring->api)};
}

bool progress_tell(struct restoring *restoring, size_t number, const struct batch *batch,
                   struct error *error)
{
    struct progress *progress = &restoring->progress[number];
    struct bookmark bookmark;
    int64_t done = progress->done;

    for (size_t i = 0; batch && i < batch->count; i++) {
        progress->done += batch->items[i]->state != ITEM_WANTED;
        progress->restored += batch->items[i]->state == ITEM_RESTORED;
    }
    progress->done += !batch;
    progress->restored += !batch;
    if (progress->done > progress->total) /* some were put at their places again */
        progress->done = progress->total;
    bookmark = bookmark_of(restoring, number);
    return !restoring->has_output || progress->done == done ||
           bookmark_print(name_of(number), &bookmark, error);
}

void progress_tell_failure(const struct restoring *restoring, size_t number,
                           const struct error *reason)
{
    struct bookmark bookmark = bookmark_of(restoring, number);

    bookmark.has_more = true;
    if (restoring->has_output)
        bookmark_print_failure(name_of(number), &bookmark, reason);
}
