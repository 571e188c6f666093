#ifndef SPOTIFY_SYNC_QUOTA_H
#define SPOTIFY_SYNC_QUOTA_H

#include "limits/limits_database.h"

/*
 * The quotas of an app: how many calls it may make to each kind of endpoint in a window of many
 * hours. Spotify does not publish their sizes (blog of 2026-07-23), so the calls in each window are
 * counted, and a refusal teaches how many were allowed and how long a window lasts. It is all
 * forgotten after a week, for sizes change.
 *
 * A lesson is too small if other programs had made calls in the window before. So:
 * - If the API ends the window much sooner (by over a tenth of its length) than it would end by our
 *   first call, others had begun it, and the number of our calls teaches nothing.
 * - If a budget is used up without a refusal, the allowance doubles for the next window, until a
 *   refusal after about as many calls as before it grew confirms that one.
 *
 * A refusal in the future was recorded by a clock that was wrong, and the row is forgotten; an end
 * later than the longest limit known (a week, or the user's window) holds nobody.
 *
 * All functions work inside a transaction of the database, and fail with *error as
 * limits_database_run does. Times are microseconds (timestamp.h).
 */

/* What the user says about quotas. */
struct quota_terms {
    long budget; /* calls to make in a window; negative: a tenth less than the allowance */
    long
        window; /* how long one lasts, unless a refusal says when it ends; 0: as learned, or 24 h */
};

/* A kind of endpoint of an app, and its quota in the window of now. */
struct quota {
    int64_t calls;      /* granted so far */
    int64_t budget;     /* how many to make at most; negative: as many as are granted */
    int64_t began_at;   /* the window's first call; now, if there was none */
    int64_t ends_at;    /* when the window ends */
    int64_t held_until; /* the API has refused further calls until then; 0: it has not */
};

/* How the quota of a kind of endpoint stands at the time `now`. */
bool quota_read(struct limits_database *database, const char *endpoint,
                const struct quota_terms *terms, int64_t now, struct quota *quota,
                struct error *error);

/* Counts a call that is about to be made. */
bool quota_count(struct limits_database *database, const char *endpoint,
                 const struct quota_terms *terms, int64_t now, struct error *error);

/* A call that was counted could not be made. */
bool quota_uncount(struct limits_database *database, const char *endpoint,
                   const struct quota_terms *terms, int64_t now, struct error *error);

/*
 * A call that was counted has been refused: the endpoint is held until now + retry_after or, if
 * that is negative, until the end of the window. *reset_at is set to that time.
 */
bool quota_refused(struct limits_database *database, const char *endpoint,
                   const struct quota_terms *terms, int64_t now, int64_t retry_after,
                   int64_t *reset_at, struct error *error);

#endif
