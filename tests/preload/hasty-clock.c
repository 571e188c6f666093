/* Preloaded into a program: its monotonic clock runs CLOCK_RATE times as fast. */

#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int (*next)(clockid_t, struct timespec *);
    const char *rate = getenv("CLOCK_RATE");
    int64_t microseconds;

    /* The next one is not always libc's: the tests also run under faketime. */
    *(void **)&next = dlsym(RTLD_NEXT, "clock_gettime");
    if (next == NULL || next(clock, now) != 0)
        return -1;
    if (clock == CLOCK_MONOTONIC && rate != NULL) {
        microseconds =
            (now->tv_sec * INT64_C(1000000) + now->tv_nsec / 1000) * strtol(rate, NULL, 10);
        now->tv_sec = microseconds / 1000000;
        now->tv_nsec = microseconds % 1000000 * 1000;
    }
    return 0;
}
