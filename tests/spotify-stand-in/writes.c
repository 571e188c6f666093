#include "writes.h"

#include "moment.h"
#include "text.h"

#include <stdlib.h>

struct write {
    int64_t done_us;
    /* How many requests had read by then. */
    int64_t readings;
};

uint32_t writes_add(struct writes *writes)
{
    writes->done = must_resize(writes->done, writes->count + 1, sizeof *writes->done);
    writes->done[writes->count] =
        (struct write){.done_us = moment_monotonic_us(), .readings = writes->readings};
    return ++writes->count;
}

bool writes_seen(const struct writes *writes, uint32_t write)
{
    if (write == 0)
        return true;
    const struct write *done = &writes->done[write - 1];
    return writes->readings > done->readings + writes->lag &&
           (writes->lag_ms == 0 || moment_monotonic_us() >= done->done_us + writes->lag_ms * 1000);
}

bool writes_all_seen(const struct writes *writes)
{
    return writes_seen(writes, writes->count);
}

void writes_count_reading(struct writes *writes)
{
    writes->readings++;
}

int64_t writes_clock(struct writes *writes, int64_t least)
{
    int64_t now_us = moment_monotonic_us();
    int64_t offset = moment_now_us() - now_us;

    if (writes->clock_began_us == 0)
        writes->clock_began_us = now_us;
    int64_t passed = (now_us - writes->clock_began_us) / (writes->second_ms * 1000);
    int64_t clock = (writes->clock_began_us + offset) / 1000000 + passed;
    return clock > least ? clock : least;
}

void writes_free(struct writes *writes)
{
    free(writes->done);
    *writes = (struct writes){0};
}
