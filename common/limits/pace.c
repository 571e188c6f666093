#include "limits/pace.h"
#include "base/timestamp.h"
#include "limits/limits_database.h"

#include <stdlib.h>
#include <string.h>

/* Spotify counts over a rolling window of 30 seconds (concepts/rate-limits). */
#define LONGEST_SPAN (30 * TIMESTAMP_SECOND)
/* A request without an answer for so long belongs to a process that died. */
#define FORGET_AFTER (120 * TIMESTAMP_SECOND)
/* The probe_span of a probe that goes as one more than the allowance, and how many spans lie
 * between two of those where the first was refused. */
#define ONE_MORE       (-1)
#define ONE_MORE_AGAIN 20
#define ASK_AGAIN      (TIMESTAMP_SECOND / 50)
/* A time further ahead than another process may be, which asks while we wait for the file, is of a
 * clock that was wrong. */
#define AHEAD (10 * TIMESTAMP_SECOND)
/* Fewer requests than these teach nothing, for other programs may have used up the window: the
 * first refusal needs many, one that ends a slow start was sought. */
#define FIRST_LESSON 20
#define NEXT_LESSON  5
/* Spotify may have changed the limit since. */
#define FORGET_RATE_AFTER (24 * 3600 * TIMESTAMP_SECOND)

struct pace {
    struct limits_database *database;
    struct quota_terms terms;
    int64_t max_wait;
    char *key;
};

/* The row of table app. */
struct app {
    int64_t allowance, span, refused_span, held_until, refused_at, unlearned, probe_at, doubled_at;
};

/* The work as one transaction of pace->database; where the file fails, anew in memory. */
#define TRY_TRANSACTION(work)                                                                      \
    (limits_database_begin(pace->database, error) &&                                               \
     limits_database_end(pace->database, work, error))
#define TRANSACTION(work)                                                                          \
    (TRY_TRANSACTION(work) ||                                                                      \
     (limits_database_go_on_in_memory(pace->database, error) && TRY_TRANSACTION(work)))

static bool app_run(struct pace *pace, enum limits_statement which, const int64_t *numbers,
                    int count, int64_t *result, struct error *error)
{
    const char *key = pace->key;

    return limits_database_run(pace->database, which, &key, 1, numbers, count, result,
                               result ? 1 : 0, NULL, error);
}

static bool app_load(struct pace *pace, struct app *app, struct error *error)
{
    const char *key = pace->key;
    int64_t row[8] = {0};

    if (!limits_database_run(pace->database, LIMITS_LOAD_APP, &key, 1, NULL, 0, row, 8, NULL,
                             error))
        return false;
    *app = (struct app){row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7]};
    return true;
}

static bool app_save(struct pace *pace, const struct app *app, struct error *error)
{
    return app_run(pace, LIMITS_SAVE_APP,
                   LIMITS_NUMBERS(app->allowance, app->span, app->refused_span, app->held_until,
                                  app->refused_at, app->unlearned, app->probe_at, app->doubled_at),
                   NULL, error);
}

struct pace *pace_open(const char *key, const struct quota_terms *terms, int64_t max_wait,
                       struct error *error)
{
    struct pace *pace = calloc(1, sizeof *pace);

    if (!pace || !(pace->key = strdup(key))) {
        (void)error_no_memory(error);
        pace_close(pace);
        return NULL;
    }
    pace->terms = *terms;
    pace->max_wait = max_wait;
    if ((pace->database = limits_database_open(error)))
        return pace;
    pace_close(pace);
    return NULL;
}

static int64_t within_longest(int64_t span)
{
    return span < LONGEST_SPAN ? span : LONGEST_SPAN;
}

/* From here on the allowance doubles with each span in which all of it was used, until the next
 * refusal, which teaches. */
static void start_slowly(struct app *app, int64_t allowance, int64_t span, int64_t now)
{
    app->allowance = allowance > NEXT_LESSON ? allowance : NEXT_LESSON;
    app->span = within_longest(span);
    app->refused_span = 0;
    app->doubled_at = now;
}

/* Once a hold is over, all that was granted ahead of the refusal has been answered, and can be
 * counted: so many requests fit into a window. */
static bool learn(struct pace *pace, struct app *app, int64_t now, struct error *error)
{
    int64_t lesson = app->doubled_at ? NEXT_LESSON : FIRST_LESSON;
    const char *key = pace->key;
    int64_t row[2] = {0};

    /* Retry-After is in whole seconds, rounded up */
    if (!limits_database_run(pace->database, LIMITS_EXPLAIN, &key, 1,
                             LIMITS_NUMBERS(app->refused_at - LONGEST_SPAN, app->refused_at,
                                            app->held_until, TIMESTAMP_SECOND),
                             row, 2, NULL, error))
        return false;
    app->unlearned = 0;
    if (row[0] < lesson) {
        start_slowly(app, row[0], row[0] ? row[1] : app->held_until - app->refused_at, now);
        return true;
    }
    app->allowance = row[0];
    app->span = within_longest(row[1]);
    app->refused_span = app->span > TIMESTAMP_SECOND ? app->span - TIMESTAMP_SECOND : 0;
    app->doubled_at = 0;
    return true;
}

/*
 * Finds a place in the window. One request at a time, the probe, may go ahead a little early: half
 * way between the span that is known to do and the one known to be too short. What becomes of it
 * narrows the span down at the cost of at most one refusal a step.
 */
static bool find_place(struct pace *pace, struct app *app, int64_t now, int64_t *probe_span,
                       struct pace_turn *turn, struct error *error)
{
    int64_t shorter = app->refused_span + (app->span - app->refused_span) / 2;
    int64_t busy, freed = 0;
    const char *key = pace->key;
    bool found;

    *probe_span = 0;
    turn->verdict = PACE_GO;
    if (!app_run(pace, LIMITS_COUNT_BUSY, LIMITS_NUMBERS(now - app->span), &busy, error))
        return false;
    if (busy >= app->allowance && app->doubled_at && app->doubled_at + app->span <= now &&
        app->held_until + app->span <= now) {
        app->allowance *= 2;
        app->doubled_at = now;
    }
    if (busy < app->allowance)
        return true;
    if (!limits_database_run(pace->database, LIMITS_NEXT_FREE, &key, 1,
                             LIMITS_NUMBERS(now - app->span, busy - app->allowance), &freed, 1,
                             &found, error))
        return false;
    turn->verdict = found ? PACE_WAIT : PACE_CROWDED;
    turn->until = found ? freed + app->span : now + ASK_AGAIN;
    if (!found)
        return true;
    if (app->doubled_at)
        return true;
    if (app->probe_at == 0)
        app->probe_at = now + app->span;
    if (app->span - app->refused_span > app->span / 32) {
        int64_t probe_at = freed + shorter > app->probe_at ? freed + shorter : app->probe_at;
        if (probe_at <= now) {
            *probe_span = now - freed;
            app->probe_at = now + FORGET_AFTER;
            turn->verdict = PACE_GO;
        } else if (probe_at < turn->until) {
            turn->until = probe_at;
        }
    } else if (busy == app->allowance && app->probe_at <= now &&
               app->refused_at + ONE_MORE_AGAIN * app->span <= now) {
        *probe_span = ONE_MORE;
        app->probe_at = now + FORGET_AFTER;
        turn->verdict = PACE_GO;
    }
    return true;
}

/* Whether what is known is too old, or was written by a clock that was ahead. */
static bool is_outdated(const struct app *app, int64_t now)
{
    return (app->refused_at && app->refused_at + FORGET_RATE_AFTER < now) ||
           app->refused_at > now + AHEAD || app->doubled_at > now + AHEAD ||
           app->probe_at > now + ONE_MORE_AGAIN * LONGEST_SPAN + AHEAD;
}

static bool ask(struct pace *pace, const char *endpoint, int64_t now, struct pace_turn *turn,
                struct error *error)
{
    int64_t probe_span = 0;
    struct quota quota;
    struct app app;

    if (!quota_read(pace->database, pace->key, endpoint, &pace->terms, now, &quota, error) ||
        !app_load(pace, &app, error))
        return false;
    if (is_outdated(&app, now)) {
        app = (struct app){0};
        if (!app_save(pace, &app, error))
            return false;
    }
    turn->until = 0;
    if (quota.held_until) {
        turn->verdict = PACE_LIMITED;
        turn->until = quota.held_until;
        return true;
    }
    if (quota.budget >= 0 && quota.calls >= quota.budget) {
        turn->verdict = PACE_BUDGET_USED;
        turn->until = quota.ends_at;
        turn->budget = quota.budget;
        return true;
    }
    if (app.held_until > now && app.held_until <= now + pace->max_wait + AHEAD) {
        turn->verdict = PACE_HELD;
        turn->until = app.held_until;
        return true;
    }
    if ((app.unlearned && !learn(pace, &app, now, error)) ||
        !app_run(pace, LIMITS_PRUNE, LIMITS_NUMBERS(now - FORGET_AFTER, now + AHEAD), NULL, error))
        return false;
    if (app.allowance) {
        if (!find_place(pace, &app, now, &probe_span, turn, error) || !app_save(pace, &app, error))
            return false;
        if (turn->verdict != PACE_GO)
            return true;
    }
    if (!app_run(pace, LIMITS_SEND, LIMITS_NUMBERS(now, probe_span), NULL, error))
        return false;
    turn->ticket = limits_database_ticket(pace->database);
    turn->verdict = PACE_GO;
    return quota_count(pace->database, pace->key, endpoint, &pace->terms, now, error);
}

bool pace_ask(struct pace *pace, const char *endpoint, int64_t now, struct pace_turn *turn,
              struct error *error)
{
    return TRANSACTION(ask(pace, endpoint, now, turn, error));
}

static bool read_request(struct pace *pace, int64_t ticket, int64_t *sent_at, int64_t *probe_span,
                         struct error *error)
{
    int64_t row[2] = {0};

    if (!limits_database_run(pace->database, LIMITS_READ_REQUEST, NULL, 0, LIMITS_NUMBERS(ticket),
                             row, 2, NULL, error))
        return false;
    *sent_at = row[0];
    *probe_span = row[1];
    return true;
}

/* That one more was granted proves something only if all of them surely fell into one window of the
 * API's, which is longer than the span known to be too short. */
static bool one_more_was_granted(struct pace *pace, struct app *app, int64_t sent_at, int64_t now,
                                 struct error *error)
{
    int64_t granted;

    if (!app_run(pace, LIMITS_COUNT_SENT, LIMITS_NUMBERS(now - app->refused_span, sent_at),
                 &granted, error))
        return false;
    if (granted > app->allowance)
        app->allowance++;
    app->probe_at = now + app->span;
    return true;
}

static bool answered(struct pace *pace, int64_t ticket, int64_t now, struct error *error)
{
    int64_t sent_at, probe_span;
    struct app app;

    if (!read_request(pace, ticket, &sent_at, &probe_span, error) ||
        !limits_database_run(pace->database, LIMITS_ANSWER, NULL, 0, LIMITS_NUMBERS(ticket, now),
                             NULL, 0, NULL, error))
        return false;
    if (probe_span == 0)
        return true;
    if (!app_load(pace, &app, error))
        return false;
    if (probe_span == ONE_MORE)
        return one_more_was_granted(pace, &app, sent_at, now, error) && app_save(pace, &app, error);
    if (probe_span > app.refused_span && probe_span < app.span)
        app.span = probe_span;
    app.probe_at = 0;
    return app_save(pace, &app, error);
}

bool pace_answered(struct pace *pace, int64_t ticket, int64_t now, struct error *error)
{
    return TRANSACTION(answered(pace, ticket, now, error));
}

bool pace_unsent(struct pace *pace, int64_t ticket, const char *endpoint, int64_t now,
                 struct error *error)
{
    return TRANSACTION(
        answered(pace, ticket, now, error) &&
        quota_uncount(pace->database, pace->key, endpoint, &pace->terms, now, error));
}

/*
 * What a refusal teaches about a limit that is known. Where far fewer had been granted in the span
 * and some time ahead of it, the limit has changed, or other programs use it too. The allowance is
 * a little too high where nearly all of it had just been granted; else the span is too short.
 */
static bool correct(struct pace *pace, struct app *app, int64_t now, struct error *error)
{
    int64_t nearly = app->allowance - app->allowance / 8;
    int64_t granted, just;

    if (!app_run(pace, LIMITS_COUNT_SENT, LIMITS_NUMBERS(now - app->span - app->span / 4, now),
                 &granted, error) ||
        !app_run(pace, LIMITS_COUNT_SENT, LIMITS_NUMBERS(now - app->refused_span, now), &just,
                 error))
        return false;
    if (granted < nearly) {
        start_slowly(app, granted, app->span, now);
    } else if (just >= nearly && just < app->allowance) {
        app->allowance = just;
    } else {
        app->refused_span = app->span;
        app->span += app->span / 32;
        if (app->span > LONGEST_SPAN) {
            app->span = LONGEST_SPAN;
            app->allowance -= app->allowance > 1 ? (app->allowance + 15) / 16 : 0;
        }
    }
    return true;
}

static bool refused(struct pace *pace, int64_t ticket, int64_t now, int64_t retry_after,
                    struct error *error)
{
    int64_t sent_at, probe_span;
    struct app app;

    if (!read_request(pace, ticket, &sent_at, &probe_span, error) ||
        !limits_database_run(pace->database, LIMITS_REMOVE_REQUEST, NULL, 0, LIMITS_NUMBERS(ticket),
                             NULL, 0, NULL, error) ||
        !app_load(pace, &app, error))
        return false;
    if (probe_span == ONE_MORE) {
        app.probe_at = now + ONE_MORE_AGAIN * app.span;
    } else if (probe_span) {
        app.refused_span = probe_span > app.refused_span ? probe_span : app.refused_span;
        app.probe_at = 0;
    } else if (sent_at <= app.refused_at) {
        /* sent ahead of a refusal that has taught its lesson already */
    } else if (app.allowance == 0 || app.doubled_at) {
        app.unlearned = true;
    } else if (!correct(pace, &app, now, error)) {
        return false;
    }
    app.refused_at = now;
    if (app.held_until < now + retry_after)
        app.held_until = now + retry_after;
    return app_save(pace, &app, error);
}

bool pace_refused(struct pace *pace, int64_t ticket, int64_t now, int64_t retry_after,
                  struct error *error)
{
    return TRANSACTION(refused(pace, ticket, now, retry_after, error));
}

static bool limited(struct pace *pace, int64_t ticket, const char *endpoint, int64_t now,
                    int64_t retry_after, int64_t *reset_at, struct error *error)
{
    return limits_database_run(pace->database, LIMITS_REMOVE_REQUEST, NULL, 0,
                               LIMITS_NUMBERS(ticket), NULL, 0, NULL, error) &&
           quota_refused(pace->database, pace->key, endpoint, &pace->terms, now, retry_after,
                         reset_at, error);
}

bool pace_limited(struct pace *pace, int64_t ticket, const char *endpoint, int64_t now,
                  int64_t retry_after, int64_t *reset_at, struct error *error)
{
    return TRANSACTION(limited(pace, ticket, endpoint, now, retry_after, reset_at, error));
}

bool pace_quota(struct pace *pace, const char *endpoint, int64_t now, struct quota *quota,
                struct error *error)
{
    return TRANSACTION(
        quota_read(pace->database, pace->key, endpoint, &pace->terms, now, quota, error));
}

bool pace_load_mode(struct pace *pace, enum app_mode *mode, struct error *error)
{
    int64_t number = APP_MODE_UNKNOWN;

    if (!TRANSACTION(app_run(pace, LIMITS_LOAD_MODE, NULL, 0, &number, error)))
        return false;
    *mode = number == APP_MODE_EXTENDED || number == APP_MODE_DEVELOPMENT ? (enum app_mode)number
                                                                          : APP_MODE_UNKNOWN;
    return true;
}

bool pace_save_mode(struct pace *pace, enum app_mode mode, struct error *error)
{
    return TRANSACTION(app_run(pace, LIMITS_SAVE_MODE, LIMITS_NUMBERS(mode), NULL, error));
}

void pace_close(struct pace *pace)
{
    if (!pace)
        return;
    limits_database_close(pace->database);
    free(pace->key);
    free(pace);
}
