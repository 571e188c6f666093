#include "limits/pace.h"
#include "base/timestamp.h"
#include "limits/limits_database.h"
#include "limits/rate_lesson.h"

#include <stdlib.h>

struct pace {
    struct limits_database *database;
    struct quota_terms terms;
    int64_t max_wait;
};

/* The work as one transaction; if the file fails, again in memory. */
#define TRY_TRANSACTION(work)                                                                      \
    (limits_database_begin(pace->database, error) &&                                               \
     limits_database_end(pace->database, work, error))
#define TRANSACTION(work)                                                                          \
    (TRY_TRANSACTION(work) ||                                                                      \
     (limits_database_go_on_in_memory(pace->database, error) && TRY_TRANSACTION(work)))

struct pace *pace_open(const char *key, const struct quota_terms *terms, int64_t max_wait,
                       struct error *error)
{
    struct pace *pace = calloc(1, sizeof *pace);

    if (!pace) {
        (void)error_no_memory(error);
        return NULL;
    }
    pace->terms = *terms;
    pace->max_wait = max_wait;
    if ((pace->database = limits_database_open(key, error)))
        return pace;
    pace_close(pace);
    return NULL;
}

/* Whether the quota lets a request go. */
static bool ask_quota(struct pace *pace, const char *endpoint, int64_t now, struct pace_turn *turn,
                      struct error *error)
{
    struct quota quota;

    if (!quota_read(pace->database, endpoint, &pace->terms, now, &quota, error))
        return false;
    if (quota.held_until) {
        turn->verdict = PACE_LIMITED;
        turn->until = quota.held_until;
    } else if (quota.budget >= 0 && quota.calls >= quota.budget) {
        turn->verdict = PACE_BUDGET_USED;
        turn->until = quota.ends_at;
        turn->budget = quota.budget;
    }
    return true;
}

/* Whether the rate limit does; it takes a place if so. */
static bool ask_rate(struct pace *pace, int64_t now, struct pace_turn *turn, struct error *error)
{
    enum rate_window_place place;
    struct rate_limit limit;
    int64_t probe_span;

    if (!rate_limit_load(pace->database, now, &limit, error))
        return false;
    if (limit.held_until > now && limit.held_until <= now + pace->max_wait + RATE_LIMIT_AHEAD) {
        turn->verdict = PACE_HELD;
        turn->until = limit.held_until;
        return true;
    }
    if (!rate_window_find(pace->database, &limit, now, &place, &turn->until, &probe_span, error) ||
        (limit.allowance && !rate_limit_save(pace->database, &limit, error)))
        return false;
    if (place == RATE_WINDOW_FREE)
        return rate_window_take(pace->database, now, probe_span, &turn->ticket, error);
    turn->verdict = place == RATE_WINDOW_CROWDED ? PACE_CROWDED : PACE_WAIT;
    return true;
}

static bool take_turn(struct pace *pace, const char *endpoint, int64_t now, struct pace_turn *turn,
                      struct error *error)
{
    *turn = (struct pace_turn){.verdict = PACE_GO};
    return ask_quota(pace, endpoint, now, turn, error) &&
           (turn->verdict != PACE_GO || ask_rate(pace, now, turn, error)) &&
           (turn->verdict != PACE_GO ||
            quota_count(pace->database, endpoint, &pace->terms, now, error));
}

bool pace_ask(struct pace *pace, const char *endpoint, int64_t now, struct pace_turn *turn,
              struct error *error)
{
    return TRANSACTION(take_turn(pace, endpoint, now, turn, error));
}

static bool note_answer(struct pace *pace, int64_t ticket, int64_t now, struct error *error)
{
    struct rate_window_request request;
    struct rate_limit limit;

    return rate_window_read(pace->database, ticket, &request, error) &&
           rate_window_answered(pace->database, ticket, now, error) &&
           (!request.probe_span ||
            (rate_limit_load(pace->database, now, &limit, error) &&
             rate_lesson_probe_granted(pace->database, &limit, &request, now, error) &&
             rate_limit_save(pace->database, &limit, error)));
}

bool pace_answered(struct pace *pace, int64_t ticket, int64_t now, struct error *error)
{
    return TRANSACTION(note_answer(pace, ticket, now, error));
}

/* Also a probe that was not sent leaves its place to another. */
static bool note_unsent(struct pace *pace, int64_t ticket, int64_t now, struct error *error)
{
    struct rate_window_request request;
    struct rate_limit limit;

    if (!rate_window_read(pace->database, ticket, &request, error) ||
        !rate_window_remove(pace->database, ticket, error))
        return false;
    if (!request.probe_span)
        return true;
    if (!rate_limit_load(pace->database, now, &limit, error))
        return false;
    limit.probe_at = 0;
    return rate_limit_save(pace->database, &limit, error);
}

bool pace_unsent(struct pace *pace, int64_t ticket, const char *endpoint, int64_t now,
                 struct error *error)
{
    return TRANSACTION(note_unsent(pace, ticket, now, error) &&
                       quota_uncount(pace->database, endpoint, &pace->terms, now, error));
}

static bool note_refusal(struct pace *pace, int64_t ticket, int64_t now, int64_t retry_after,
                         struct error *error)
{
    struct rate_window_request request;
    struct rate_limit limit;

    if (!rate_window_read(pace->database, ticket, &request, error) ||
        !rate_window_remove(pace->database, ticket, error) ||
        !rate_limit_load(pace->database, now, &limit, error) ||
        !rate_lesson_refused(pace->database, &limit, &request, now, error))
        return false;
    if (limit.held_until < now + retry_after)
        limit.held_until = now + retry_after;
    return rate_limit_save(pace->database, &limit, error);
}

bool pace_refused(struct pace *pace, int64_t ticket, int64_t now, int64_t retry_after,
                  struct error *error)
{
    return TRANSACTION(note_refusal(pace, ticket, now, retry_after, error));
}

bool pace_limited(struct pace *pace, int64_t ticket, const char *endpoint, int64_t now,
                  int64_t retry_after, int64_t *reset_at, struct error *error)
{
    return TRANSACTION(
        rate_window_remove(pace->database, ticket, error) &&
        quota_refused(pace->database, endpoint, &pace->terms, now, retry_after, reset_at, error));
}

bool pace_quota(struct pace *pace, const char *endpoint, int64_t now, struct quota *quota,
                struct error *error)
{
    return TRANSACTION(quota_read(pace->database, endpoint, &pace->terms, now, quota, error));
}

bool pace_load_mode(struct pace *pace, enum app_mode *mode, struct error *error)
{
    return TRANSACTION(app_mode_load(pace->database, mode, error));
}

bool pace_save_mode(struct pace *pace, enum app_mode mode, struct error *error)
{
    return TRANSACTION(app_mode_save(pace->database, mode, error));
}

void pace_close(struct pace *pace)
{
    if (!pace)
        return;
    limits_database_close(pace->database);
    free(pace);
}
