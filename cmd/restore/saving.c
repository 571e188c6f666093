#include "saving.h"
#include "base/buffer.h"
#include "base/timestamp.h"
#include "contains.h"
#include "items.h"
#include "progress.h"

#include <stdio.h>

/* The things that are in memory at once, and the times that what is not there is saved again. */
enum { SAVED_AT_ONCE = 2000, ROUNDS = 2 };

static const char save_endpoint[] = "PUT /me/library";

struct saving {
    struct restoring *restoring;
    const char *stream;
    size_t number; /* among saved_streams */
    struct items items;
    struct lone_refusals refusals;
    int64_t last_at; /* of timestamp_monotonic: when the last was saved */
};

static enum write_end send_saves(void *context, const struct batch *batch,
                                 struct api_answer **answer, struct error *error)
{
    struct saving *saving = context;
    struct buffer path = {0};
    enum write_end end = WRITE_FAILED;

    *answer = NULL;
    if (saving->last_at > 0)
        writer_pause(saving->last_at + saving->restoring->options.interval - timestamp_monotonic());
    if (!buffer_append_string(&path, "/me/library?uris=") ||
        !contains_add_uris(&path, batch->items, batch->count))
        (void)error_no_memory(error);
    else
        end = writer_send(
            &saving->restoring->writer,
            &(struct api_write){.method = "PUT", .endpoint = save_endpoint, .path = path.bytes},
            answer, error);
    buffer_free(&path);
    saving->last_at = timestamp_monotonic();
    return end;
}

static bool look_for_saves(void *context, const struct batch *batch, bool is_last,
                           struct error *error)
{
    struct saving *saving = context;
    bool is_there[LIBRARY_CONTAINS_MOST];

    (void)is_last;
    if (!contains_ask(saving->restoring->api, batch->items, batch->count, is_there, error))
        return false;
    for (size_t i = 0; i < batch->count; i++)
        if (is_there[i])
            batch->items[i]->state = ITEM_RESTORED;
    return true;
}

static bool note_saves(void *context, const struct batch *batch, struct error *error)
{
    struct saving *saving = context;
    struct ledger *ledger = saving->restoring->ledger;
    bool noted = ledger_begin(ledger, error);

    for (size_t i = 0; noted && i < batch->count; i++) {
        struct batch_item *item = batch->items[i];

        noted =
            items_note_refusal(ledger, "library", item, error) &&
            ledger_run(ledger,
                       "UPDATE things SET state = ?1, reason = ?2 WHERE stream = ?3"
                       " AND rank = ?4",
                       LEDGER_VALUES(LEDGER_NUMBER((int64_t)item->state), LEDGER_TEXT(item->words),
                                     LEDGER_TEXT(saving->stream), LEDGER_NUMBER(item->place)),
                       error);
    }
    return noted && ledger_commit(ledger, error) &&
           progress_tell(saving->restoring, saving->number, batch, error);
}

/* Looks once whether what was saved is there, or only what an earlier look has not found: all that
 * is not becomes wanted again. */
static bool check_saves(struct saving *saving, bool only_lacking, size_t *lacking,
                        struct error *error)
{
    struct batch_item *asked[LIBRARY_CONTAINS_MOST];
    bool is_there[LIBRARY_CONTAINS_MOST];
    size_t count = 0;

    *lacking = 0;
    for (size_t i = 0; i <= saving->items.count; i++) {
        if (count == LIBRARY_CONTAINS_MOST || (i == saving->items.count && count > 0)) {
            if (!contains_ask(saving->restoring->api, asked, count, is_there, error))
                return false;
            for (size_t j = 0; j < count; j++) {
                asked[j]->state = is_there[j] ? ITEM_RESTORED : ITEM_WANTED;
                *lacking += !is_there[j];
            }
            count = 0;
        }
        if (i < saving->items.count &&
            (saving->items.items[i].state == ITEM_WANTED ||
             (!only_lacking && saving->items.items[i].state == ITEM_RESTORED)))
            asked[count++] = &saving->items.items[i];
    }
    return true;
}

static bool look_at_saves(void *context, bool is_last, bool *is_there, struct error *error)
{
    size_t lacking;

    (void)is_last;
    if (!check_saves(context, true, &lacking, error))
        return false;
    *is_there = lacking == 0;
    return true;
}

/* What was taken, and is never there. */
static bool give_up_saves(struct saving *saving, struct error *error)
{
    struct batch batch = {.count = 1};

    for (size_t i = 0; i < saving->items.count; i++) {
        batch.items[0] = &saving->items.items[i];
        if (batch.items[0]->state != ITEM_WANTED)
            continue;
        batch.items[0]->state = ITEM_FAILED;
        (void)snprintf(batch.items[0]->words, sizeof batch.items[0]->words,
                       "Spotify took it, and does not show it");
        if (!note_saves(saving, &batch, error))
            return false;
    }
    return true;
}

/* Saves the things in memory, and looks whether they are there. */
static bool write_chunk(struct saving *saving, struct error *error)
{
    const struct batches batches = {.writer = &saving->restoring->writer,
                                    .refusals = &saving->refusals,
                                    .items = saving->items.items,
                                    .count = saving->items.count,
                                    .most = saving->restoring->options.in_order ? 1 : SAVES_MOST,
                                    .context = saving,
                                    .send = send_saves,
                                    .look = look_for_saves,
                                    .note = note_saves};
    size_t lacking = 1;

    for (int round = 0; round < ROUNDS && lacking > 0; round++) {
        if (!batches_write(&batches, error) || !check_saves(saving, false, &lacking, error))
            return false;
        if (lacking > 0 && !writer_settle(&saving->restoring->writer, look_at_saves, saving, error))
            return false;
    }
    return give_up_saves(saving, error);
}

bool saving_write(struct restoring *restoring, size_t number, struct error *error)
{
    const char *stream = saved_streams[number];
    struct saving saving = {
        .restoring = restoring,
        .stream = stream,
        .number = number,
        .refusals = {.writer = &restoring->writer, .list = "library", .scope = stream}};
    int64_t behind = 0;
    bool done = false;

    restoring->writer.refused_items = 0;

    do {
        items_free(&saving.items);
        done = items_load(&saving.items, restoring->ledger,
                          "SELECT rank, uri, state FROM things WHERE stream = ?1 AND state = 0"
                          " AND rank > ?2 ORDER BY rank LIMIT ?3",
                          LEDGER_VALUES(LEDGER_TEXT(stream), LEDGER_NUMBER(behind),
                                        LEDGER_NUMBER(SAVED_AT_ONCE)),
                          error) &&
               (saving.items.count == 0 || write_chunk(&saving, error));
        if (saving.items.count > 0)
            behind = saving.items.items[saving.items.count - 1].place;
    } while (done && saving.items.count == SAVED_AT_ONCE);
    items_free(&saving.items);
    return done;
}
