#include "page/zone.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { DAY_S = 86400, LAST_DAY = 131 * 365, MOST_SPANS = 600, LONGEST_NAME = 48 };

enum { TRIES = 3, LONGEST_WAIT_MS = 5000 };

/* From `since` on clocks are `offset` seconds ahead of UTC. */
struct zone_span {
    int64_t since;
    int64_t offset;
};

struct zone {
    char name[LONGEST_NAME + 1];
    size_t count; /* at least 1 */
    struct zone_span spans[MOST_SPANS];
};

/* What can be the name of a file of the zone database, and of no other. */
static bool is_zone_name(const char *name)
{
    size_t length = strlen(name);

    if (length == 0 || length > LONGEST_NAME || !isalpha((unsigned char)*name) ||
        strstr(name, "//") || name[length - 1] == '/')
        return false;
    for (; *name; name++)
        if (!isalnum((unsigned char)*name) && !strchr("/_+-", *name))
            return false;
    return true;
}

/* What tzset takes for UTC because it does not know it must not pass for UTC. */
static bool is_zone_file(const char *name)
{
    const char *directory = getenv("TZDIR");
    char path[512], magic[4];
    bool is_zone;
    int fd;

    (void)snprintf(path, sizeof path, "%s/%s",
                   directory && *directory ? directory : "/usr/share/zoneinfo", name);
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return false;
    is_zone = read(fd, magic, sizeof magic) == sizeof magic && memcmp(magic, "TZif", 4) == 0;
    (void)close(fd); /* it was only read */
    return is_zone;
}

bool zone_is_known(const char *name)
{
    return strcmp(name, "UTC") == 0 || (is_zone_name(name) && is_zone_file(name));
}

static int64_t local_offset(int64_t time)
{
    time_t seconds = (time_t)time;
    struct tm parts;

    return localtime_r(&seconds, &parts) ? parts.tm_gmtoff : 0;
}

/* Writes the spans of the zone TZ to fd. To be called in a process of its own: TZ is the process's.
 */
static bool write_spans(int fd)
{
    struct zone_span span = {.since = INT64_MIN / 4};

    tzset();
    span.offset = local_offset(0);
    if (write(fd, &span, sizeof span) != sizeof span)
        return false;
    for (int64_t day = 0; day < LAST_DAY; day++) {
        int64_t before = day * DAY_S, after = before + DAY_S;

        if (local_offset(after) == span.offset)
            continue;
        while (after - before > 1) {
            int64_t middle = before + (after - before) / 2;

            *(local_offset(middle) == span.offset ? &before : &after) = middle;
        }
        span = (struct zone_span){.since = after, .offset = local_offset(after)};
        if (write(fd, &span, sizeof span) != sizeof span)
            return false;
    }
    return true;
}

static bool read_spans(struct zone *zone, int fd)
{
    size_t size = sizeof zone->spans, got = 0;
    struct pollfd polled = {.fd = fd, .events = POLLIN};
    ssize_t more;

    while (got < size) {
        if (poll(&polled, 1, LONGEST_WAIT_MS) == 0)
            return false;
        more = read(fd, (char *)zone->spans + got, size - got);
        if (more == 0)
            break;
        if (more < 0 && errno != EINTR)
            return false;
        if (more > 0)
            got += (size_t)more;
    }
    zone->count = got / sizeof *zone->spans;
    return zone->count > 0 && got % sizeof *zone->spans == 0;
}

static bool ask_child(struct zone *zone, struct error *error)
{
    int ends[2], status = -1;
    char variable[LONGEST_NAME + 2];
    bool read_all;
    pid_t child;

    (void)snprintf(variable, sizeof variable, ":%s", zone->name);
    if (pipe2(ends, O_CLOEXEC) != 0)
        return error_set(error, EX_OSERR, "cannot make a pipe: %s", strerror(errno));
    child = fork();
    if (child == 0)
        _exit(setenv("TZ", variable, 1) == 0 && write_spans(ends[1]) ? 0 : 1);
    (void)close(ends[1]);
    read_all = child > 0 && read_spans(zone, ends[0]);
    (void)close(ends[0]);
    if (child > 0) {
        if (!read_all)
            (void)kill(child, SIGKILL);
        while (waitpid(child, &status, 0) < 0 && errno == EINTR)
            ;
    }
    /* There is no status if SIGCHLD is ignored. */
    return (read_all && (status == 0 || status == -1)) ||
           error_set(error, EX_OSERR, "cannot read the time zone '%s'", zone->name);
}

/* Another thread may be inside of localtime(3) while this one forks: then the child waits for a
 * lock that nobody in it holds, and another one is asked. */
static bool find_spans(struct zone *zone, struct error *error)
{
    for (int i = 0; i < TRIES; i++)
        if (ask_child(zone, error))
            return true;
    return false;
}

struct zone *zone_open(const char *name, struct error *error)
{
    struct zone *zone = calloc(1, sizeof *zone);

    if (!zone) {
        (void)error_no_memory(error);
        return NULL;
    }
    if (!zone_is_known(name)) {
        (void)error_set(error, EX_USAGE, "'%.60s' is not a time zone that this system knows", name);
        goto failed;
    }
    (void)snprintf(zone->name, sizeof zone->name, "%s", name);
    zone->count = 1;
    zone->spans[0].since = INT64_MIN / 4;
    if (strcmp(name, "UTC") == 0 || find_spans(zone, error))
        return zone;
failed:
    free(zone);
    return NULL;
}

const char *zone_name(const struct zone *zone)
{
    return zone->name;
}

int64_t zone_offset(const struct zone *zone, int64_t time)
{
    size_t low = 0, high = zone->count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        *(zone->spans[middle].since <= time ? &low : &high) = middle;
    }
    return zone->spans[low].offset;
}

int64_t zone_day_begins(const struct zone *zone, int64_t day)
{
    int64_t local = day * DAY_S;
    int64_t first = local - zone_offset(zone, local - DAY_S), last;

    /* A day begins once, at its first second: at that offset of the two around it which has it. */
    last = local - zone_offset(zone, local + DAY_S);
    for (int64_t time = first < last ? first : last;; time++) {
        if (time + zone_offset(zone, time) >= local)
            return time;
        if (time >= first && time >= last)
            return time;
    }
}

void zone_close(struct zone *zone)
{
    free(zone);
}
