#include "account_lists.h"
#include "base/log.h"
#include "contains.h"
#include "items.h"
#include "saving.h"

/* For fewer requests than this, it is not worth asking how long the list is. */
enum { FEW_REQUESTS = 3, CHUNK = 50 * LIBRARY_CONTAINS_MOST };

static bool count_wanted_things(const struct restoring *restoring, const char *stream,
                                int64_t *count, struct error *error)
{
    return ledger_number(restoring->ledger,
                         "SELECT count(*) FROM things WHERE stream = ?1 AND state = 0",
                         LEDGER_VALUES(LEDGER_TEXT(stream)), count, error);
}

static bool ask_for_chunk(const struct restoring *restoring, const char *stream,
                          const struct items *items, struct error *error)
{
    struct batch_item *asked[LIBRARY_CONTAINS_MOST];
    bool is_there[LIBRARY_CONTAINS_MOST];

    for (size_t from = 0; from < items->count; from += LIBRARY_CONTAINS_MOST) {
        size_t count = items->count - from < LIBRARY_CONTAINS_MOST ? items->count - from
                                                                   : LIBRARY_CONTAINS_MOST;

        for (size_t i = 0; i < count; i++)
            asked[i] = &items->items[from + i];
        if (!contains_ask(restoring->api, asked, count, is_there, error))
            return false;
        for (size_t i = 0; i < count; i++)
            if (is_there[i] &&
                !ledger_run(restoring->ledger,
                            "UPDATE things SET state = 1 WHERE stream = ?1 AND rank = ?2",
                            LEDGER_VALUES(LEDGER_TEXT(stream), LEDGER_NUMBER(asked[i]->place)),
                            error))
                return false;
    }
    return true;
}

/* Asks for some of the things that the list does not show, in one request: to save a thing that is
 * there would change when it was saved. *is_true: none of them is there. */
static bool is_list_true(const struct restoring *restoring, const char *stream, bool *is_true,
                         struct error *error)
{
    struct items items = {0};
    int64_t wanted, lacking;
    bool done = items_load(&items, restoring->ledger,
                           "SELECT rank, uri, state FROM (SELECT *, count(*) OVER () AS count,"
                           " row_number() OVER (ORDER BY rank) AS number"
                           " FROM things WHERE stream = ?1 AND state = 0)"
                           " WHERE number * ?2 / count > (number - 1) * ?2 / count ORDER BY rank",
                           LEDGER_VALUES(LEDGER_TEXT(stream), LEDGER_NUMBER(LIBRARY_CONTAINS_MOST)),
                           error) &&
                count_wanted_things(restoring, stream, &wanted, error) &&
                ask_for_chunk(restoring, stream, &items, error) &&
                count_wanted_things(restoring, stream, &lacking, error);

    items_free(&items);
    if (!done)
        return false;
    *is_true = lacking == wanted;
    if (!*is_true)
        log_notice("Spotify's list of %s lacks what is saved: it is not believed, and each is "
                   "asked for by its id",
                   stream);
    return true;
}

/* Reads the list if that takes fewer requests. *is_found: it was read, shows all that it counts,
 * and is believed. */
static bool find_in_list(const struct restoring *restoring, const char *stream, int64_t calls,
                         bool *is_found, struct error *error)
{
    bool is_whole;
    int64_t has_list, total, shown;

    *is_found = false;
    if (!ledger_number(restoring->ledger, "SELECT path IS NOT NULL FROM streams WHERE stream = ?1",
                       LEDGER_VALUES(LEDGER_TEXT(stream)), &has_list, error))
        return false;
    if (!has_list || calls < FEW_REQUESTS)
        return true;
    if (!account_read_saved(restoring, stream, calls, &is_whole, &total, error) ||
        !ledger_number(restoring->ledger, "SELECT count(uri) FROM shown", NULL, &shown, error))
        return false;
    if (!is_whole || shown < total)
        return true;
    return ledger_run(restoring->ledger,
                      "UPDATE things SET state = 1 WHERE stream = ?1 AND state = 0"
                      " AND uri IN (SELECT uri FROM shown)",
                      LEDGER_VALUES(LEDGER_TEXT(stream)), error) &&
           is_list_true(restoring, stream, is_found, error);
}

/* Asks for each thing, a chunk in memory at a time. */
static bool ask_for_all(const struct restoring *restoring, const char *stream, struct error *error)
{
    struct items items = {0};
    int64_t behind = 0;
    bool done = false;

    do {
        items_free(&items);
        done = items_load(
                   &items, restoring->ledger,
                   "SELECT rank, uri, state FROM things WHERE stream = ?1 AND state = 0"
                   " AND rank > ?2 ORDER BY rank LIMIT ?3",
                   LEDGER_VALUES(LEDGER_TEXT(stream), LEDGER_NUMBER(behind), LEDGER_NUMBER(CHUNK)),
                   error) &&
               ask_for_chunk(restoring, stream, &items, error);
        if (items.count > 0)
            behind = items.items[items.count - 1].place;
    } while (done && items.count == CHUNK);
    items_free(&items);
    return done;
}

bool saving_find_there(const struct restoring *restoring, const char *stream, struct error *error)
{
    int64_t wanted;
    bool is_found;

    if (!ledger_run(
            restoring->ledger,
            "UPDATE things SET state = 4, reason = (SELECT words FROM refusals WHERE"
            " list = 'library' AND refusals.uri = things.uri)"
            " WHERE stream = ?1 AND uri IN (SELECT uri FROM refusals WHERE list = 'library')",
            LEDGER_VALUES(LEDGER_TEXT(stream)), error) ||
        !count_wanted_things(restoring, stream, &wanted, error))
        return false;
    if (wanted == 0)
        return true;
    return find_in_list(restoring, stream,
                        (wanted + LIBRARY_CONTAINS_MOST - 1) / LIBRARY_CONTAINS_MOST, &is_found,
                        error) &&
           (is_found || ask_for_all(restoring, stream, error));
}
