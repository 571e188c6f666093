#ifndef SPOTIFY_SYNC_RATE_WINDOW_H
#define SPOTIFY_SYNC_RATE_WINDOW_H

#include "limits/rate_limit.h"

/*
 * The sliding window of requests that all processes of an app share. A request takes a place in it
 * from its sending until the span has passed after its answer: however late it reached the API, the
 * API cannot count more requests than we do. If its process dies first, it is taken to have reached
 * the API as late after its sending as any request that was answered, but no later than now.
 *
 * One request at a time, the probe, may try more than is known to be allowed: a span shorter than
 * the known one, or one request more.
 *
 * All functions work inside a transaction of the database and fail with *error as
 * limits_database_run does.
 */

/* The probe_span of a probe that goes as one more than the allowance. */
#define RATE_WINDOW_ONE_MORE (-1)

/* The probe_span of a trial: the one request under way while refusals are being learned from. */
#define RATE_WINDOW_TRIAL (-2)

enum rate_window_place {
    RATE_WINDOW_FREE,
    RATE_WINDOW_FULL,    /* the next place is free at `until` */
    RATE_WINDOW_CROWDED, /* all places are taken by requests not yet answered: ask again at `until`
                          */
};

/* A request that has been sent. */
struct rate_window_request {
    int64_t sent_at;
    int64_t probe_span; /* 0: it is no probe */
};

/* Finds a place for a request now. Advances the limit's slow start and its probes; *probe_span says
 * whether the request is one. */
bool rate_window_find(struct limits_database *database, struct rate_limit *limit, int64_t now,
                      enum rate_window_place *place, int64_t *until, int64_t *probe_span,
                      struct error *error);

/* Takes a place; the request's *ticket names it in what follows. */
bool rate_window_take(struct limits_database *database, int64_t now, int64_t probe_span,
                      int64_t *ticket, struct error *error);

/* Reads a request; one that has been forgotten is all zeros. */
bool rate_window_read(struct limits_database *database, int64_t ticket,
                      struct rate_window_request *request, struct error *error);

/* The request was answered: its place is free once the span has passed. */
bool rate_window_answered(struct limits_database *database, int64_t ticket, int64_t now,
                          struct error *error);

/* The request does not count: its place is free. */
bool rate_window_remove(struct limits_database *database, int64_t ticket, struct error *error);

/* Counts the requests that were sent from `since` to `until`. */
bool rate_window_count(struct limits_database *database, int64_t since, int64_t until,
                       int64_t *count, struct error *error);

#endif
