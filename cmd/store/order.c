#include "order.h"

#include <stdlib.h>

static int compare(const void *left, const void *right)
{
    const struct batch_place *a = left, *b = right;

    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return a->line < b->line ? -1 : a->line > b->line;
}

void order_batch(struct batch *batch)
{
    size_t start = 0;

    for (size_t i = 0; i < batch->count; i++)
        batch->places[i] = (struct batch_place){batch->lines[i].message.key, i};
    while (start < batch->count) {
        int stream = -1;
        size_t end;

        for (end = start; end < batch->count; end++) {
            const struct message *message = &batch->lines[end].message;
            if (message->kind != MESSAGE_RECORD)
                continue;
            if (stream >= 0 && message->stream != stream)
                break;
            stream = message->stream;
        }
        qsort(batch->places + start, end - start, sizeof *batch->places, compare);
        start = end;
    }
}
