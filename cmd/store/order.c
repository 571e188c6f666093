#include "order.h"

#include <stdlib.h>

static int compare(const void *left, const void *right)
{
    const struct order_entry *a = left, *b = right;

    if (a->segment != b->segment)
        return a->segment < b->segment ? -1 : 1;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return a->line < b->line ? -1 : a->line > b->line;
}

bool order_batch(struct order *order, struct loader *loader, const struct batch *batch,
                 struct error *error)
{
    uint32_t segment = 0;
    int segment_stream = -1;

    if (batch->count > order->capacity) {
        struct order_entry *entries = realloc(order->entries, batch->count * sizeof *entries);
        if (!entries)
            return error_no_memory(error);
        order->entries = entries;
        order->capacity = batch->count;
    }
    for (size_t i = 0; i < batch->count; i++) {
        const struct batch_line *line = &batch->lines[i];
        uint64_t key = 0;
        int stream = -1;

        /* What cannot be read is found out when it is taken. */
        if (!line->too_long)
            loader_look(loader, batch->bytes.bytes + line->start, line->length, &stream, &key);
        if (stream >= 0 && segment_stream >= 0 && stream != segment_stream)
            segment++;
        if (stream >= 0)
            segment_stream = stream;
        order->entries[i] = (struct order_entry){key, segment, (uint32_t)i};
    }
    if (batch->count > 1)
        qsort(order->entries, batch->count, sizeof *order->entries, compare);
    return true;
}

void order_free(struct order *order)
{
    free(order->entries);
    *order = (struct order){0};
}
