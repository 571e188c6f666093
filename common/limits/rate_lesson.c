#include "limits/rate_lesson.h"
#include "base/timestamp.h"

/* Fewer requests than these teach nothing, for other programs may have used up the window. The
 * first refusal takes many; one that ends a slow start was sought. */
#define FIRST_LESSON 20
#define NEXT_LESSON  5

static int64_t within_longest(int64_t span)
{
    return span < RATE_LIMIT_LONGEST_SPAN ? span : RATE_LIMIT_LONGEST_SPAN;
}

static void start_slowly(struct rate_limit *limit, int64_t allowance, int64_t span, int64_t now)
{
    limit->allowance = allowance > NEXT_LESSON ? allowance : NEXT_LESSON;
    limit->span = within_longest(span);
    limit->refused_span = 0;
    limit->doubled_at = now;
}

/* A trial sent at `sent_at` was granted. */
static bool trial_was_granted(struct limits_database *database, struct rate_limit *limit,
                              int64_t sent_at, int64_t now, struct error *error)
{
    int64_t lesson = limit->doubled_at ? NEXT_LESSON : FIRST_LESSON;
    int64_t latest = limit->held_until + (limit->tried_at ? TIMESTAMP_SECOND : 0);
    /* the trial may have been long in coming */
    int64_t granted_at = sent_at < latest ? sent_at : latest;
    int64_t unsure = limit->tried_at ? granted_at - limit->tried_at : TIMESTAMP_SECOND;
    int64_t row[2] = {0};

    if (!limits_database_run(database, LIMITS_EXPLAIN, NULL,
                             LIMITS_NUMBERS(limit->refused_since - RATE_LIMIT_LONGEST_SPAN,
                                            limit->refused_since, granted_at, unsure),
                             row, 2, error))
        return false;
    if (row[0] < lesson) {
        start_slowly(limit, row[0], row[0] ? row[1] : granted_at - limit->refused_since, now);
    } else {
        limit->allowance = row[0];
        limit->span = within_longest(row[1]);
        limit->refused_span = limit->span > unsure ? limit->span - unsure : 0;
        limit->doubled_at = 0;
    }
    limit->refused_since = limit->tried_at = 0;
    return true;
}

/* One more than the allowance proves something only if all of them surely fell into one window of
 * the API's, which is longer than the span known to be too short. */
static bool one_more_was_granted(struct limits_database *database, struct rate_limit *limit,
                                 int64_t sent_at, int64_t now, struct error *error)
{
    int64_t granted = 0;

    if (!rate_window_count(database, now - limit->refused_span, sent_at, &granted, error))
        return false;
    if (granted > limit->allowance)
        limit->allowance++;
    limit->probe_at = now + 4 * limit->span;
    return true;
}

bool rate_lesson_probe_granted(struct limits_database *database, struct rate_limit *limit,
                               const struct rate_window_request *probe, int64_t now,
                               struct error *error)
{
    if (probe->probe_span == RATE_WINDOW_TRIAL)
        return !limit->refused_since ||
               trial_was_granted(database, limit, probe->sent_at, now, error);
    if (probe->probe_span == RATE_WINDOW_ONE_MORE)
        return one_more_was_granted(database, limit, probe->sent_at, now, error);
    if (probe->probe_span > limit->refused_span && probe->probe_span < limit->span)
        limit->span = probe->probe_span;
    limit->probe_at = 0;
    return true;
}

/*
 * What a refusal teaches about a limit that is known. If far fewer requests were granted in the
 * span and some time before it, the limit has changed, or other programs use it too. If nearly all
 * of the allowance had just been granted, it is a little too high; otherwise the span is too short.
 */
static bool correct(struct limits_database *database, struct rate_limit *limit, int64_t now,
                    struct error *error)
{
    int64_t nearly = limit->allowance - limit->allowance / 8;
    int64_t granted = 0, just = 0;

    if (!rate_window_count(database, now - limit->span - limit->span / 4, now, &granted, error) ||
        !rate_window_count(database, now - limit->refused_span, now, &just, error))
        return false;
    if (granted < nearly) {
        start_slowly(limit, granted, limit->span, now);
    } else if (just >= nearly && just < limit->allowance) {
        limit->allowance = just;
    } else {
        limit->refused_span = limit->span;
        limit->span += limit->span / 32;
        if (limit->span > RATE_LIMIT_LONGEST_SPAN) {
            limit->span = RATE_LIMIT_LONGEST_SPAN;
            limit->allowance -= limit->allowance > 1 ? (limit->allowance + 15) / 16 : 0;
        }
    }
    return true;
}

bool rate_lesson_refused(struct limits_database *database, struct rate_limit *limit,
                         const struct rate_window_request *request, int64_t now,
                         struct error *error)
{
    if (request->probe_span == RATE_WINDOW_TRIAL) {
        int64_t longer = now + within_longest((now - limit->refused_since) / 2);
        limit->tried_at = request->sent_at;
        limit->held_until = longer > limit->held_until ? longer : limit->held_until;
    } else if (request->probe_span == RATE_WINDOW_ONE_MORE) {
        limit->probe_at = now + RATE_LIMIT_ONE_MORE_AGAIN * limit->span;
    } else if (request->probe_span) {
        if (request->probe_span > limit->refused_span)
            limit->refused_span = request->probe_span;
        limit->probe_at = now + 4 * limit->span;
    } else if (request->sent_at <= limit->refused_at) {
        /* it was sent before a refusal that has taught its lesson already */
    } else if (limit->allowance == 0 || limit->doubled_at) {
        limit->refused_since = limit->refused_since ? limit->refused_since : now;
    } else if (!correct(database, limit, now, error)) {
        return false;
    }
    limit->refused_at = now;
    return true;
}
