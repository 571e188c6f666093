#include "batches.h"

#include <stdio.h>
#include <string.h>

/* How many failures that give no reason halve a batch, how many leave out an item that stands
 * alone, and how many such items in a row stop everything. */
enum { FAILURES = 2, FAILURES_OF_ITEM = 3, FAILED_ITEMS = 3 };

static void take_batch(const struct batches *batches, size_t size, struct batch *batch)
{
    batch->count = 0;
    for (size_t i = 0; i < batches->count && batch->count < size; i++)
        if (batches->items[i].state == ITEM_WANTED)
            batch->items[batch->count++] = &batches->items[i];
}

static size_t count_wanted(const struct batch *batch)
{
    size_t count = 0;

    for (size_t i = 0; i < batch->count; i++)
        count += batch->items[i]->state == ITEM_WANTED;
    return count;
}

/* A batch and its client, for writer_settle. */
struct looking {
    const struct batches *batches;
    const struct batch *batch;
};

static bool look_for_batch(void *context, bool is_last, bool *is_there, struct error *error)
{
    struct looking *looking = context;

    if (!looking->batches->look(looking->batches->context, looking->batch, is_last, error))
        return false;
    *is_there = count_wanted(looking->batch) == 0;
    return true;
}

/* An item fails alone, again. */
static bool fail_item(const struct batches *batches, struct batch_item *item,
                      const struct error *reason, struct error *error)
{
    const char *failed = strstr(reason->text, " failed: ");
    struct writer *writer = batches->writer;

    (void)snprintf(item->words, sizeof item->words, "it fails each time (%.80s)",
                   failed ? failed + strlen(" failed: ") : reason->text);
    item->state = writer->successes >= item->failed_at ? ITEM_REFUSED : ITEM_FAILED;
    item->is_doubted = true;
    if (item->state == ITEM_REFUSED || ++writer->failed_items < FAILED_ITEMS)
        return true;
    return error_set(error, EX_UNAVAILABLE, "nothing can be written now: %.300s", reason->text);
}

/* After an unknown outcome: *size is what to try next. */
static bool take_unknown(const struct batches *batches, const struct batch *batch, int *failures,
                         size_t *size, const struct error *reason, struct error *error)
{
    struct looking looking = {batches, batch};

    if (!writer_settle(batches->writer, look_for_batch, &looking, error))
        return false;
    if (count_wanted(batch) < batch->count) {
        *failures = 0;
        return true;
    }
    for (size_t i = 0; i < batch->count; i++)
        if (batch->items[i]->failed_at == 0)
            batch->items[i]->failed_at = batches->writer->successes + 1;
    ++*failures;
    if (*failures < (batch->count == 1 ? FAILURES_OF_ITEM : FAILURES))
        return true;
    if (batch->count == 1) {
        *failures = 0;
        return fail_item(batches, batch->items[0], reason, error);
    }
    *size = batch->count / 2;
    /* what is smaller is halved at once, but what stands alone has its chances */
    *failures = *size == 1 ? 0 : FAILURES - 1;
    return true;
}

static bool halve_or_doubt(const struct batches *batches, const struct batch *batch,
                           const struct api_answer *answer, size_t *size, struct error *error)
{
    struct batch_item *first = batch->items[0];

    if (batch->count > 1) {
        *size = batch->count / 2;
        return true;
    }
    first->state = ITEM_FAILED;
    first->is_refused = true;
    (void)snprintf(first->words, sizeof first->words, "%.100s", answer->words);
    return lone_refusals_doubt(batches->refusals, first->uri, first->words, error);
}

/* Sends a batch and takes its end. */
static bool write_batch(const struct batches *batches, struct batch *batch, int *failures,
                        size_t *size, struct error *error)
{
    struct api_answer *answer;
    struct error reason;
    bool taken = true;

    switch (batches->send(batches->context, batch, &answer, error)) {
    case WRITE_DONE:
        for (size_t i = 0; i < batch->count; i++)
            batch->items[i]->state = ITEM_RESTORED;
        *size = 2 * batch->count < batches->most ? 2 * batch->count : batches->most;
        *failures = 0;
        batches->writer->failed_items = 0;
        taken = lone_refusals_prove(batches->refusals, error);
        break;
    case WRITE_REFUSED:
        taken = halve_or_doubt(batches, batch, answer, size, error);
        break;
    case WRITE_UNKNOWN:
        reason = *error;
        taken = take_unknown(batches, batch, failures, size, &reason, error);
        break;
    case WRITE_FAILED:
        return false;
    }
    api_answer_free(answer);
    if (taken)
        return batches->note(batches->context, batch, error);
    reason = *error;
    (void)batches->note(batches->context, batch, &(struct error){0});
    *error = reason;
    return false;
}

/* Those that failed, while others got through later. */
static bool judge_failed(const struct batches *batches, struct error *error)
{
    struct batch batch = {.count = 1};

    for (size_t i = 0; i < batches->count; i++) {
        batch.items[0] = &batches->items[i];
        if (batch.items[0]->state != ITEM_FAILED || !batch.items[0]->is_doubted ||
            batches->writer->successes < batch.items[0]->failed_at)
            continue;
        batch.items[0]->state = ITEM_REFUSED;
        if (!batches->note(batches->context, &batch, error))
            return false;
    }
    return true;
}

bool batches_write(const struct batches *batches, struct error *error)
{
    size_t size = batches->most;
    struct batch batch;
    int failures = 0;

    for (;;) {
        take_batch(batches, size, &batch);
        if (batch.count == 0)
            return judge_failed(batches, error) && lone_refusals_conclude(batches->refusals, error);
        if (!write_batch(batches, &batch, &failures, &size, error))
            return false;
    }
}
