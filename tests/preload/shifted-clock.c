/* Preloaded into a program: its wall clock is CLOCK_SHIFT seconds ahead. */

#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int (*next)(clockid_t, struct timespec *);
    const char *shift = getenv("CLOCK_SHIFT");

    /* The next one is not always libc's: the tests also run under faketime. */
    *(void **)&next = dlsym(RTLD_NEXT, "clock_gettime");
    if (next == NULL || next(clock, now) != 0)
        return -1;
    if (clock == CLOCK_REALTIME && shift != NULL)
        now->tv_sec += strtol(shift, NULL, 10);
    return 0;
}

time_t time(time_t *now)
{
    struct timespec exact;

    if (clock_gettime(CLOCK_REALTIME, &exact) != 0)
        return -1;
    if (now != NULL)
        *now = exact.tv_sec;
    return exact.tv_sec;
}

int gettimeofday(struct timeval *now, void *zone)
{
    struct timespec exact;

    (void)zone;
    if (clock_gettime(CLOCK_REALTIME, &exact) != 0)
        return -1;
    *now = (struct timeval){.tv_sec = exact.tv_sec, .tv_usec = exact.tv_nsec / 1000};
    return 0;
}
