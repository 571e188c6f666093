#ifndef STAND_IN_WRITES_H
#define STAND_IN_WRITES_H

/* The requests that have changed the account, numbered from 1: who reads sees a write only after a
 * lag. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct writes {
    /* A write is not seen by so many requests that read, nor for so long. */
    int64_t lag, lag_ms;
    /* How long a second lasts on the clock that stamps what is saved. */
    int64_t second_ms;
    int64_t playlist_limit, item_limit;

    int64_t readings;
    struct write *done;
    uint32_t count;
    int64_t clock_began_us;
};

/* The number of a write that is done now. */
uint32_t writes_add(struct writes *writes);

/* Whether a write, or one that never was (0), is seen by now; whether all are. */
bool writes_seen(const struct writes *writes, uint32_t write);
bool writes_all_seen(const struct writes *writes);

/* A request reads. */
void writes_count_reading(struct writes *writes);

/* The time in seconds since 1970, no earlier than `least`, by the clock that stamps. */
int64_t writes_clock(struct writes *writes, int64_t least);

void writes_free(struct writes *writes);

#endif
