#ifndef SPOTIFY_SYNC_FUZZ_CLOCK_H
#define SPOTIFY_SYNC_FUZZ_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* A clock that moves only where the code under test waits, so that it never really does. The target
 * is linked with --wrap for clock_gettime, poll and nanosleep. */

/* Sets the clock to where it begins. Where nothing is ready, poll calls `act` before time passes;
 * that returns false when it has nothing to do any more. It may be NULL. */
void clock_start(bool (*act)(void));

void clock_advance(int64_t microseconds);

#endif
