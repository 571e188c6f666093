#ifndef STAND_IN_LIMITS_H
#define STAND_IN_LIMITS_H

/* The app's rate limit (a rolling window), quotas by endpoint, and endpoints that are shut. */

#include "endpoint.h"
#include "text.h"

struct quota {
    /* 0: no quota. */
    int64_t count;
    int64_t window_us;
    int64_t used;
    int64_t started_us;
    /* Calls of another program, still to be counted. */
    int64_t others;
};

struct limits {
    /* 0: no rate limit. */
    int64_t rate_count;
    int64_t rate_window_us;
    /* Refused requests count as well. */
    bool rate_penalty;
    /* What its Retry-After says; 0: when a place is free. */
    int64_t rate_retry_after;
    /* When the requests of the window came, oldest first. */
    int64_t *times;
    size_t time_count;
    size_t time_capacity;

    struct quota quotas[ENDPOINT_COUNT];
    bool quota_without_retry_after;
    /* The Retry-After of an endpoint that is shut; 0: open. */
    int64_t shut[ENDPOINT_COUNT];
};

enum verdict { VERDICT_PASS, VERDICT_RATE, VERDICT_QUOTA };

/* Sets the rate limit from "N/SECONDS", or takes it away ("" or "0"); false when it is neither. */
bool limits_set_rate(struct limits *limits, const char *value);

/* Sets a quota from "ENDPOINT=N/SECONDS"; "ENDPOINT=" takes one away, "" all. */
bool limits_set_quota(struct limits *limits, const char *value);

/* Counts "ENDPOINT=N" calls of another program towards a quota, from the next call on. */
bool limits_use_quota(struct limits *limits, const char *value);

/* Shuts an endpoint by "ENDPOINT=RETRY_AFTER"; "ENDPOINT=" opens it, "" all. */
bool limits_shut(struct limits *limits, const char *value);

/* Judges a request that came at now_us (of a clock that is never set) and counts it. *retry_after
 * is in seconds, or -1 for none. */
enum verdict limits_judge(struct limits *limits, enum endpoint endpoint, int64_t now_us,
                          int64_t *retry_after);

void limits_free(struct limits *limits);

#endif
