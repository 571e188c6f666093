#include "adding.h"
#include "base/buffer.h"
#include "progress.h"

#include <stdio.h>
#include <stdlib.h>

static const char add_endpoint[] = "POST /playlists/{id}/items";

static bool is_in_list(const struct batch_item *item)
{
    return item->state == ITEM_RESTORED || item->state == ITEM_THERE;
}

/* Where a batch goes: behind those of its run that are there. */
static int64_t position_of(const struct adding *adding, const struct batch *batch)
{
    const struct batch_item *items = adding->playlist->items.items;
    int64_t position = adding->position;

    for (const struct batch_item *item = items + adding->begin; item < batch->items[0]; item++)
        position += is_in_list(item);
    return position;
}

static bool write_uris(const struct adding *adding, const struct batch *batch, struct buffer *body)
{
    if (!buffer_append_string(body, "{\"uris\":["))
        return false;
    for (size_t i = 0; i < batch->count; i++)
        if (!buffer_append_format(body, "%s\"%s\"", i ? "," : "", batch->items[i]->uri))
            return false;
    return (adding->position < 0 ? buffer_append_string(body, "]}")
                                 : buffer_append_format(body, "],\"position\":%lld}",
                                                        (long long)position_of(adding, batch)));
}

enum write_end adding_send(void *context, const struct batch *batch, struct api_answer **answer,
                           struct error *error)
{
    struct adding *adding = context;
    struct buffer body = {0};
    enum write_end end = WRITE_FAILED;
    char path[96];

    *answer = NULL;
    (void)snprintf(path, sizeof path, "/playlists/%s/items", adding->playlist->new_id);
    if (!write_uris(adding, batch, &body))
        (void)error_no_memory(error);
    else if (playlist_note_places(adding->playlist, (int64_t)batch->count, error))
        end = writer_send(
            &adding->playlist->restoring->writer,
            &(struct api_write){
                .method = "POST", .endpoint = add_endpoint, .path = path, .json = &body},
            answer, error);
    buffer_free(&body);
    return end;
}

/* Marks the items of a batch that are there: what is missing ahead of one, filling_check finds. */
static void mark_there(const struct batch *batch, const bool *is_there)
{
    size_t end = batch->count;

    while (end > 0 && !is_there[end - 1])
        end--;
    for (size_t i = 0; i < end; i++)
        batch->items[i]->state = ITEM_RESTORED;
}

/* Reads only what is behind the items that are known to be there, if that explains all. */
static bool look_at_end(struct adding *adding, const struct batch *batch, bool *is_explained,
                        struct error *error)
{
    const struct items *items = &adding->playlist->items;
    struct comparison comparison;
    int64_t known = 0;

    for (size_t i = 0; i < items->count; i++)
        known += is_in_list(&items->items[i]);
    if (!playlist_compare(adding->playlist, (const struct batch_item *const *)batch->items,
                          batch->count, known, &comparison, error))
        return false;
    *is_explained = comparison.total >= known && comparison.alignment == ALIGNED_WHOLE;
    if (*is_explained)
        mark_there(batch, comparison.is_there);
    free(comparison.is_there);
    return true;
}

bool adding_look(void *context, const struct batch *batch, bool is_last, struct error *error)
{
    struct adding *adding = context;
    struct restored_playlist *playlist = adding->playlist;
    struct comparison comparison;
    bool is_there[BATCH_MOST], is_explained = false;

    if (adding->position < 0 && !look_at_end(adding, batch, &is_explained, error))
        return false;
    /* the whole list takes many requests: it is read once, when all is to be seen */
    if (is_explained || !is_last)
        return true;
    if (!playlist_compare_all(playlist, &comparison, error))
        return false;
    for (size_t i = 0; i < batch->count; i++)
        is_there[i] = comparison.is_there[batch->items[i] - playlist->items.items];
    free(comparison.is_there);
    playlist->is_changed = comparison.alignment == ALIGNED_NOT;
    if (playlist->is_changed)
        return error_set(error, EX_UNAVAILABLE, "the playlist %s was changed by somebody else",
                         playlist->new_id);
    mark_there(batch, is_there);
    return true;
}

bool adding_note(void *context, const struct batch *batch, struct error *error)
{
    struct adding *adding = context;
    struct ledger *ledger = adding->playlist->restoring->ledger;
    bool noted = ledger_begin(ledger, error);

    for (size_t i = 0; noted && i < batch->count; i++)
        noted = playlist_note_item(adding->playlist, batch->items[i], error);
    return noted && playlist_note_places(adding->playlist, 0, error) &&
           ledger_run(ledger, "UPDATE lists SET has_news = 1 WHERE rank = ?1",
                      LEDGER_VALUES(LEDGER_NUMBER(adding->playlist->rank)), error) &&
           ledger_commit(ledger, error) &&
           progress_tell(adding->playlist->restoring, PROGRESS_ITEMS, batch, error);
}
