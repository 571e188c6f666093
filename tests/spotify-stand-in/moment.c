#include "moment.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int64_t read_clock(clockid_t clock)
{
    struct timespec now;

    /* Both clocks exist on every system this runs on. */
    (void)clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t moment_now_us(void)
{
    return read_clock(CLOCK_REALTIME);
}

int64_t moment_monotonic_us(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

static void add_digits(struct text *text, int value, int digits)
{
    char put[8];

    for (int i = digits - 1; i >= 0; i--) {
        put[i] = (char)('0' + value % 10);
        value /= 10;
    }
    text_bytes(text, put, (size_t)digits);
}

static void add_date_and_time(struct text *text, int64_t seconds)
{
    struct tm parts = {0};
    time_t time = (time_t)seconds;

    (void)gmtime_r(&time, &parts);
    add_digits(text, parts.tm_year + 1900, 4);
    text_add(text, "-");
    add_digits(text, parts.tm_mon + 1, 2);
    text_add(text, "-");
    add_digits(text, parts.tm_mday, 2);
    text_add(text, "T");
    add_digits(text, parts.tm_hour, 2);
    text_add(text, ":");
    add_digits(text, parts.tm_min, 2);
    text_add(text, ":");
    add_digits(text, parts.tm_sec, 2);
}

void moment_add_seconds(struct text *text, int64_t seconds)
{
    add_date_and_time(text, seconds);
    text_add(text, "Z");
}

void moment_add_millis(struct text *text, int64_t millis)
{
    add_date_and_time(text, millis / 1000);
    text_add(text, ".");
    add_digits(text, (int)(millis % 1000), 3);
    text_add(text, "Z");
}

void moment_add_micros(struct text *text, int64_t micros)
{
    add_date_and_time(text, micros / 1000000);
    text_add(text, ".");
    add_digits(text, (int)(micros % 1000000), 6);
    text_add(text, "Z");
}

bool moment_read_millis(const char *string, int64_t *millis)
{
    struct tm parts = {0};
    char *end;

    long long number = strtoll(string, &end, 10);
    if (end != string && *end == '\0') {
        *millis = number;
        return true;
    }
    const char *rest = strptime(string, "%Y-%m-%dT%H:%M:%S", &parts);
    if (rest == NULL)
        return false;
    *millis = (int64_t)timegm(&parts) * 1000;
    if (*rest == '.') {
        int64_t worth = 100;
        for (rest++; *rest >= '0' && *rest <= '9'; rest++, worth /= 10)
            *millis += (*rest - '0') * worth;
    }
    return strcmp(rest, "Z") == 0;
}
