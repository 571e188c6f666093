/* Preloaded into a program: its wall clock is CLOCK_SHIFT seconds ahead. */

#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *now)
{
    const char *shift = getenv("CLOCK_SHIFT");

    if (syscall(SYS_clock_gettime, clock, now) != 0)
        return -1;
    if (clock == CLOCK_REALTIME && shift != NULL)
        now->tv_sec += strtol(shift, NULL, 10);
    return 0;
}
