#include "clock.h"
#include "check.h"

#include <poll.h>
#include <time.h>

static const int64_t beginning = INT64_C(1795456800000000); /* 2026-11-23T18:00:00Z */

static int64_t now;
static bool (*act_on_wait)(void);

int __real_poll(struct pollfd *fds, nfds_t count, int timeout);
int __wrap_poll(struct pollfd *fds, nfds_t count, int timeout);
int __wrap_clock_gettime(clockid_t clock, struct timespec *time);
int __wrap_nanosleep(const struct timespec *span, struct timespec *left);

void clock_start(bool (*act)(void))
{
    now = beginning;
    act_on_wait = act;
}

void clock_advance(int64_t microseconds)
{
    now += microseconds;
}

int __wrap_clock_gettime(clockid_t clock, struct timespec *time)
{
    (void)clock;
    time->tv_sec = (time_t)(now / 1000000);
    time->tv_nsec = (long)(now % 1000000) * 1000;
    return 0;
}

int __wrap_nanosleep(const struct timespec *span, struct timespec *left)
{
    (void)left;
    now += (int64_t)span->tv_sec * 1000000 + span->tv_nsec / 1000;
    return 0;
}

int __wrap_poll(struct pollfd *fds, nfds_t count, int timeout)
{
    int ready;

    while ((ready = __real_poll(fds, count, 0)) == 0 && timeout != 0 && act_on_wait &&
           act_on_wait())
        ;
    if (ready == 0) {
        CHECK(timeout >= 0); /* else it would wait for ever */
        now += (int64_t)timeout * 1000;
    }
    return ready;
}
