#include "batch_order.h"

#include <stdlib.h>

static int compare_entries(const void *left, const void *right)
{
    const struct batch_order_entry *a = left, *b = right;

    if (a->sort_key != b->sort_key)
        return a->sort_key < b->sort_key ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

/* Orders the messages from the place `start` to before `end`, which are of one stream. */
static void order_stream(struct message_batch *batch, size_t start, size_t end, bool backwards)
{
    uint64_t last = 0;
    bool is_ordered = true;

    for (size_t i = start; i < end; i++) {
        const struct message *message = &batch->messages[i].message;
        uint64_t key = message->kind == MESSAGE_RECORD ? message->sort_key : last;

        is_ordered = is_ordered && key >= last;
        last = key;
        batch->order[i] =
            (struct batch_order_entry){backwards ? ~message->sort_key : message->sort_key, i};
    }
    if (!is_ordered)
        qsort(batch->order + start, end - start, sizeof *batch->order, compare_entries);
}

void batch_order(struct message_batch *batch, bool backwards)
{
    size_t start = 0;

    while (start < batch->count) {
        int stream = -1;
        size_t end;

        for (end = start; end < batch->count; end++) {
            const struct message *message = &batch->messages[end].message;
            if (message->kind != MESSAGE_RECORD)
                continue;
            if (stream >= 0 && message->stream != stream)
                break;
            stream = message->stream;
        }
        order_stream(batch, start, end, backwards);
        start = end;
    }
}
