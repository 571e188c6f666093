#include "limits.h"

#include "query.h"

#include <stdlib.h>

#define SECOND INT64_C(1000000)

/* "N/SECONDS"; the seconds may have a fraction. */
static bool read_pace(const char *value, int64_t *count, int64_t *window_us)
{
    char *end;
    long long number = strtoll(value, &end, 10);

    if (end == value || *end != '/' || number < 1)
        return false;
    const char *seconds_at = end + 1;
    double seconds = strtod(seconds_at, &end);
    if (end == seconds_at || *end != '\0' || !(seconds > 0 && seconds < 1e9))
        return false;
    *count = number;
    *window_us = (int64_t)(seconds * (double)SECOND);
    return true;
}

bool limits_set_rate(struct limits *limits, const char *value)
{
    if (*value == '\0' || strcmp(value, "0") == 0) {
        limits->rate_count = 0;
        limits->time_count = 0;
        return true;
    }
    return read_pace(value, &limits->rate_count, &limits->rate_window_us);
}

bool limits_set_quota(struct limits *limits, const char *value)
{
    enum endpoint endpoint;
    struct quota quota = {0};

    if (*value == '\0') {
        memset(limits->quotas, 0, sizeof limits->quotas);
        return true;
    }
    const char *rest = endpoint_split(value, &endpoint);
    if (rest == NULL || (*rest != '\0' && !read_pace(rest, &quota.count, &quota.window_us)))
        return false;
    quota.others = limits->quotas[endpoint].others;
    limits->quotas[endpoint] = quota;
    return true;
}

bool limits_use_quota(struct limits *limits, const char *value)
{
    enum endpoint endpoint;
    const char *rest = endpoint_split(value, &endpoint);

    return rest != NULL && query_number(rest, &limits->quotas[endpoint].others) &&
           limits->quotas[endpoint].others >= 0;
}

bool limits_shut(struct limits *limits, const char *value)
{
    enum endpoint endpoint;
    int64_t seconds = 0;

    if (*value == '\0') {
        memset(limits->shut, 0, sizeof limits->shut);
        return true;
    }
    const char *rest = endpoint_split(value, &endpoint);
    if (rest == NULL || (*rest != '\0' && (!query_number(rest, &seconds) || seconds < 1)))
        return false;
    limits->shut[endpoint] = seconds;
    return true;
}

/* Whole seconds until then, rounded up, at least one. */
static int64_t seconds_until(int64_t then_us, int64_t now_us)
{
    int64_t seconds = (then_us - now_us + SECOND - 1) / SECOND;
    return seconds > 0 ? seconds : 1;
}

static void forget_old_times(struct limits *limits, int64_t now_us)
{
    size_t old = 0;

    while (old < limits->time_count && limits->times[old] + limits->rate_window_us <= now_us)
        old++;
    if (old == 0)
        return;
    limits->time_count -= old;
    memmove(limits->times, limits->times + old, limits->time_count * sizeof *limits->times);
}

static void note_time(struct limits *limits, int64_t now_us)
{
    if (limits->time_count == limits->time_capacity) {
        limits->time_capacity = limits->time_capacity * 2 + 64;
        limits->times = must_resize(limits->times, limits->time_capacity, sizeof *limits->times);
    }
    limits->times[limits->time_count++] = now_us;
}

enum verdict limits_judge(struct limits *limits, enum endpoint endpoint, int64_t now_us,
                          int64_t *retry_after)
{
    struct quota *quota = &limits->quotas[endpoint];

    *retry_after = -1;
    if (limits->shut[endpoint] > 0) {
        *retry_after = limits->shut[endpoint];
        return VERDICT_RATE;
    }
    if (quota->used > 0 && now_us >= quota->started_us + quota->window_us)
        quota->used = 0;
    if (quota->others > 0) {
        quota->started_us = quota->used > 0 ? quota->started_us : now_us;
        quota->used += quota->others;
        quota->others = 0;
    }
    if (quota->count > 0 && quota->used >= quota->count) {
        if (!limits->quota_without_retry_after)
            *retry_after = seconds_until(quota->started_us + quota->window_us, now_us);
        return VERDICT_QUOTA;
    }
    if (limits->rate_count > 0) {
        forget_old_times(limits, now_us);
        size_t allowed = (size_t)limits->rate_count;
        if (limits->time_count >= allowed) {
            if (limits->rate_penalty)
                note_time(limits, now_us);
            /* A place is free when so few are left that one more fits. */
            int64_t leaves = limits->times[limits->time_count - allowed];
            *retry_after = limits->rate_retry_after
                               ? limits->rate_retry_after
                               : seconds_until(leaves + limits->rate_window_us, now_us);
            return VERDICT_RATE;
        }
        note_time(limits, now_us);
    }
    if (quota->used == 0)
        quota->started_us = now_us;
    quota->used++;
    return VERDICT_PASS;
}

void limits_free(struct limits *limits)
{
    free(limits->times);
    *limits = (struct limits){0};
}
