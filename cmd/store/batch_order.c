#include "batch_order.h"

#include <stdlib.h>

static int compare_entries(const void *left, const void *right)
{
    const struct batch_order_entry *a = left, *b = right;

    if (a->sort_key != b->sort_key)
        return a->sort_key < b->sort_key ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

void batch_order(struct message_batch *batch)
{
    size_t start = 0;

    for (size_t i = 0; i < batch->count; i++)
        batch->order[i] = (struct batch_order_entry){batch->messages[i].message.sort_key, i};
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
        qsort(batch->order + start, end - start, sizeof *batch->order, compare_entries);
        start = end;
    }
}
