#ifndef SPOTIFY_SYNC_TOLD_TOTALS_H
#define SPOTIFY_SYNC_TOLD_TOTALS_H

#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * What the pages of a list said its total is, and whether that can be a list that changes. If it
 * is, the pages of the next reading agree. Two readings that are alike are no change: the pages
 * disagree, once two of those that said another total than the page before them had said the same
 * earlier, at the same place.
 */

struct told_totals {
    struct buffer told;
    int64_t last;
    int64_t least, greatest; /* negative: none was told */
    int repeated;
};

#define TOLD_TOTALS_NONE                                                                           \
    {                                                                                              \
        .last = -1, .least = -1, .greatest = -1                                                    \
    }

/* A page at a place said this total; *disagree tells whether the pages disagree. False with *error
 * (EX_OSERR). */
bool told_totals_add(struct told_totals *totals, int64_t place, int64_t total, bool *disagree,
                     struct error *error);

void told_totals_free(struct told_totals *totals);

#endif
