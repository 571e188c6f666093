#include "limits/rate_window.h"
#include "base/timestamp.h"

/* A request without an answer for so long reached the API long ago, or never. */
#define FORGET_REQUEST_AFTER (120 * TIMESTAMP_SECOND)
#define ASK_AGAIN            (TIMESTAMP_SECOND / 50)

static bool prune(struct limits_database *database, int64_t now, struct error *error)
{
    return limits_database_run(database, LIMITS_PRUNE, NULL,
                               LIMITS_NUMBERS(now - FORGET_REQUEST_AFTER, now + RATE_LIMIT_AHEAD),
                               NULL, 0, error);
}

/*
 * The probe goes half way between the span known to be long enough and the one known to be too
 * short. Its outcome narrows the span down at the cost of at most one refusal a step. Once the span
 * is known, a probe may go as one more than the allowance. `freed` is when the request was answered
 * whose place is needed.
 */
static void find_probe(struct rate_limit *limit, int64_t now, int64_t busy, int64_t freed,
                       enum rate_window_place *place, int64_t *until, int64_t *probe_span)
{
    int64_t shorter = limit->span - (limit->span - limit->refused_span) / 3;

    if (limit->span - limit->refused_span > limit->span / 32) {
        /* later it would teach little, and the next window is soon there */
        int64_t latest = freed + (shorter + limit->span) / 2;
        if (freed + shorter < limit->probe_at || latest < now)
            return;
        if (freed + shorter <= now) {
            *probe_span = now - freed;
            limit->probe_at = now + FORGET_REQUEST_AFTER;
            *place = RATE_WINDOW_FREE;
        } else if (freed + shorter < *until) {
            *until = freed + shorter;
        }
    } else if (busy == limit->allowance && limit->probe_at <= now &&
               limit->refused_at + RATE_LIMIT_ONE_MORE_AGAIN * limit->span <= now) {
        *probe_span = RATE_WINDOW_ONE_MORE;
        limit->probe_at = now + FORGET_REQUEST_AFTER;
        *place = RATE_WINDOW_FREE;
    }
}

/* Frees the places of processes that died with requests under way, once the span has passed since
 * these reached the API. *released says whether there were any. */
static bool release_dead(struct limits_database *database, struct rate_limit *limit, int64_t now,
                         bool *released, struct error *error)
{
    int64_t self = limits_database_process(database);
    int64_t row[2] = {-1, 0};

    *released = false;
    for (int64_t last = -1;; last = row[0]) {
        bool running;

        if (!limits_database_run(database, LIMITS_NEXT_PROCESS, NULL, LIMITS_NUMBERS(last, self),
                                 row, 2, error))
            return false;
        if (row[0] == last)
            return true;
        if (!limits_database_check_process(database, row[0], &running, error))
            return false;
        if (running)
            continue;
        if (!limits_database_run(database, LIMITS_RELEASE_PROCESS, NULL,
                                 LIMITS_NUMBERS(row[0], now), NULL, 0, error))
            return false;
        *released = true;
        if (row[1])
            limit->probe_at = 0;
    }
}

static bool count_busy(struct limits_database *database, const struct rate_limit *limit,
                       int64_t now, int64_t *busy, struct error *error)
{
    return limits_database_run(database, LIMITS_COUNT_BUSY, NULL, LIMITS_NUMBERS(now - limit->span),
                               busy, 1, error);
}

static bool find_trial(struct limits_database *database, struct rate_limit *limit, int64_t now,
                       enum rate_window_place *place, int64_t *until, int64_t *probe_span,
                       struct error *error)
{
    int64_t trials = 0;
    bool released;

    if (!release_dead(database, limit, now, &released, error) ||
        !limits_database_run(database, LIMITS_COUNT_TRIALS, NULL, LIMITS_NUMBERS(RATE_WINDOW_TRIAL),
                             &trials, 1, error))
        return false;
    *place = trials ? RATE_WINDOW_CROWDED : RATE_WINDOW_FREE;
    *until = now + ASK_AGAIN;
    *probe_span = RATE_WINDOW_TRIAL;
    return true;
}

bool rate_window_find(struct limits_database *database, struct rate_limit *limit, int64_t now,
                      enum rate_window_place *place, int64_t *until, int64_t *probe_span,
                      struct error *error)
{
    int64_t busy = 0, freed = -1;
    bool released;

    *probe_span = 0;
    *place = RATE_WINDOW_FREE;
    if (!prune(database, now, error))
        return false;
    if (limit->refused_since)
        return find_trial(database, limit, now, place, until, probe_span, error);
    if (limit->allowance == 0)
        return true;
    if (!count_busy(database, limit, now, &busy, error) ||
        (busy >= limit->allowance &&
         (!release_dead(database, limit, now, &released, error) ||
          (released && !count_busy(database, limit, now, &busy, error)))))
        return false;
    if (busy >= limit->allowance && limit->doubled_at && limit->doubled_at + limit->span <= now &&
        limit->held_until + limit->span <= now) {
        limit->allowance *= 2;
        limit->doubled_at = now;
    }
    if (busy < limit->allowance)
        return true;
    if (!limits_database_run(database, LIMITS_NEXT_FREE, NULL,
                             LIMITS_NUMBERS(now - limit->span, busy - limit->allowance), &freed, 1,
                             error))
        return false;
    *place = freed < 0 ? RATE_WINDOW_CROWDED : RATE_WINDOW_FULL;
    *until = freed < 0 ? now + ASK_AGAIN : freed + limit->span;
    if (freed >= 0 && !limit->doubled_at)
        find_probe(limit, now, busy, freed, place, until, probe_span);
    return true;
}

bool rate_window_take(struct limits_database *database, int64_t now, int64_t probe_span,
                      int64_t *ticket, struct error *error)
{
    if (!limits_database_run(database, LIMITS_SEND, NULL,
                             LIMITS_NUMBERS(now, probe_span, limits_database_process(database)),
                             NULL, 0, error))
        return false;
    *ticket = limits_database_ticket(database);
    return true;
}

bool rate_window_read(struct limits_database *database, int64_t ticket,
                      struct rate_window_request *request, struct error *error)
{
    int64_t row[2] = {0};

    if (!limits_database_run(database, LIMITS_READ_REQUEST, NULL, LIMITS_NUMBERS(ticket), row, 2,
                             error))
        return false;
    *request = (struct rate_window_request){row[0], row[1]};
    return true;
}

bool rate_window_answered(struct limits_database *database, int64_t ticket, int64_t now,
                          struct error *error)
{
    return limits_database_run(database, LIMITS_ANSWER, NULL, LIMITS_NUMBERS(ticket, now), NULL, 0,
                               error);
}

bool rate_window_remove(struct limits_database *database, int64_t ticket, struct error *error)
{
    return limits_database_run(database, LIMITS_REMOVE_REQUEST, NULL, LIMITS_NUMBERS(ticket), NULL,
                               0, error);
}

bool rate_window_count(struct limits_database *database, int64_t since, int64_t until,
                       int64_t *count, struct error *error)
{
    return limits_database_run(database, LIMITS_COUNT_SENT, NULL, LIMITS_NUMBERS(since, until),
                               count, 1, error);
}
