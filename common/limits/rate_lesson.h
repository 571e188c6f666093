#ifndef SPOTIFY_SYNC_RATE_LESSON_H
#define SPOTIFY_SYNC_RATE_LESSON_H

#include "limits/rate_window.h"

/*
 * What refusals and grants teach about the rate limit.
 *
 * The first refusal: the allowance is the number of requests granted before it, the span is the
 * length of the window in which they were. When that window ends is learned from when a request is
 * granted again, not from Retry-After alone, which may say too little: after the hold, requests go
 * one at a time, as trials, until one is granted. Each refused trial also lengthens the hold to
 * half of the time since the first refusal, so that their number grows with the logarithm of the
 * span. The span is then known to lie between the last trial refused and the one granted or, if
 * none was refused, within the second by which Retry-After is rounded up; probes narrow it down.
 *
 * If few requests were granted, other programs may have used up the window. Then the allowance
 * starts small and doubles with each span in which all of it was used, as in TCP's slow start,
 * until the next refusal, which teaches as the first one does.
 *
 * All functions work inside a transaction of the database and fail with *error as
 * limits_database_run does. They change the limit and leave the saving to the caller.
 */

/* The probe, or trial, was granted. */
bool rate_lesson_probe_granted(struct limits_database *database, struct rate_limit *limit,
                               const struct rate_window_request *probe, int64_t now,
                               struct error *error);

/* The request was refused, and is no longer in the window. May lengthen the hold. */
bool rate_lesson_refused(struct limits_database *database, struct rate_limit *limit,
                         const struct rate_window_request *request, int64_t now,
                         struct error *error);

#endif
