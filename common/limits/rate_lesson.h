#ifndef SPOTIFY_SYNC_RATE_LESSON_H
#define SPOTIFY_SYNC_RATE_LESSON_H

#include "limits/rate_window.h"

/*
 * What refusals and grants teach about the rate limit.
 *
 * The first refusal: the number of requests granted before it, and the length of the window in
 * which they were. If few were granted, other programs may have used up the window; then the
 * allowance starts small and doubles with each span in which all of it was used, as in TCP's slow
 * start, until the next refusal.
 *
 * All functions work inside a transaction of the database and fail with *error as
 * limits_database_run does. They change the limit and leave the saving to the caller.
 */

/* After a hold, when all requests granted before the refusal have been answered. */
bool rate_lesson_learn(struct limits_database *database, struct rate_limit *limit, int64_t now,
                       struct error *error);

/* The probe was granted. */
bool rate_lesson_probe_granted(struct limits_database *database, struct rate_limit *limit,
                               const struct rate_window_request *probe, int64_t now,
                               struct error *error);

/* The request was refused, and is no longer in the window. */
bool rate_lesson_refused(struct limits_database *database, struct rate_limit *limit,
                         const struct rate_window_request *request, int64_t now,
                         struct error *error);

#endif
