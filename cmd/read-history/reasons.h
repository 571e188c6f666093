#ifndef SPOTIFY_SYNC_REASONS_H
#define SPOTIFY_SYNC_REASONS_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>

/* How many rows were left out for each reason. All zero: none. */

enum { REASONS_MOST = 12, REASON_SIZE = 80 };

struct reasons {
    struct {
        char text[REASON_SIZE];
        size_t count;
    } each[REASONS_MOST];
    size_t count; /* of all rows */
};

/* Counts a row. Reasons beyond REASONS_MOST count for the last one, "other reasons". */
void reasons_add(struct reasons *reasons, const char *reason);

/* Appends the reasons and their numbers, in the order in which they came up. False if memory runs
 * out. */
bool reasons_print(const struct reasons *reasons, struct buffer *out);

#endif
