#ifndef SPOTIFY_SYNC_RATE_LIMIT_H
#define SPOTIFY_SYNC_RATE_LIMIT_H

#include "limits/limits_database.h"

/* What is known of an app's rate limit: the row of table app. Times are microseconds. */
struct rate_limit {
    int64_t allowance;     /* requests granted in a span; 0: no limit is known */
    int64_t span;          /* a rolling window that is long enough */
    int64_t refused_span;  /* the longest one known to be too short */
    int64_t held_until;    /* the API holds all requests of the app until then */
    int64_t refused_at;    /* the last refusal; 0: none */
    int64_t refused_since; /* the first of the refusals that are being learned from; 0: none */
    int64_t tried_at;      /* when the last trial was sent that they refused; 0: none */
    int64_t probe_at;      /* when more than is known to be allowed may be tried */
    int64_t doubled_at;    /* in a slow start, when the allowance last doubled; else 0 */
};

/* How far in the future another process's times may lie, which asks while this one waits for the
 * file. Later times come from a clock that was wrong. */
#define RATE_LIMIT_AHEAD (10 * TIMESTAMP_SECOND)

/* Spotify counts over a rolling window of 30 seconds (concepts/rate-limits). */
#define RATE_LIMIT_LONGEST_SPAN (30 * TIMESTAMP_SECOND)

/* How many spans pass after a refusal before one more than the allowance is tried. */
#define RATE_LIMIT_ONE_MORE_AGAIN 20

/* Loads the row; what is older than a day, or comes from a clock that was wrong, is forgotten.
 * False with *error as limits_database_run. */
bool rate_limit_load(struct limits_database *database, int64_t now, struct rate_limit *limit,
                     struct error *error);

/* Saves the row. False with *error as limits_database_run. */
bool rate_limit_save(struct limits_database *database, const struct rate_limit *limit,
                     struct error *error);

#endif
