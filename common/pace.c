#include "pace.h"
#include "log.h"
#include "state_directory.h"
#include "timestamp.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Spotify counts over a rolling window of 30 seconds (concepts/rate-limits). */
#define LONGEST_SPAN (30 * TIMESTAMP_SECOND)
#define QUOTA_WINDOW (24 * 3600 * TIMESTAMP_SECOND)
/* A request without an answer for so long belongs to a process that died. */
#define FORGET_AFTER (120 * TIMESTAMP_SECOND)
#define BUSY_TIMEOUT 60000
/* The scout_span of a scout that goes as one more than the allowance, and how many spans lie
 * between two of those where the first was refused. */
#define ONE_MORE       (-1)
#define ONE_MORE_AGAIN 20
#define OPEN_TRIES     500
#define ASK_AGAIN      (TIMESTAMP_SECOND / 50)

static const char schema[] =
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=OFF;"
    "BEGIN IMMEDIATE;"
    "CREATE TABLE IF NOT EXISTS app ("
    " key TEXT PRIMARY KEY,"
    " allowance INTEGER," /* requests granted in a span; NULL: no limit is known */
    " span INTEGER NOT NULL DEFAULT 0,"
    " refused_span INTEGER NOT NULL DEFAULT 0," /* the longest one known to be too short */
    " held_until INTEGER NOT NULL DEFAULT 0,"
    " refused_at INTEGER NOT NULL DEFAULT 0,"
    " burst_since INTEGER NOT NULL DEFAULT 0," /* to be learned from once the hold is over */
    " scout_at INTEGER NOT NULL DEFAULT 0"     /* when the next shorter span may be tried */
    ") STRICT;"
    "CREATE TABLE IF NOT EXISTS request ("
    " ticket INTEGER PRIMARY KEY,"
    " app TEXT NOT NULL,"
    " sent_at INTEGER NOT NULL,"
    " answered_at INTEGER,"
    " scout_span INTEGER" /* set on the one request that tries more than is known to do */
    ") STRICT;"
    "CREATE INDEX IF NOT EXISTS request_answered ON request (app, answered_at);"
    "CREATE TABLE IF NOT EXISTS endpoint ("
    " app TEXT NOT NULL,"
    " name TEXT NOT NULL,"
    " window_since INTEGER NOT NULL," /* the first call of the quota's window */
    " calls INTEGER NOT NULL,"
    " reset_at INTEGER NOT NULL DEFAULT 0,"
    " PRIMARY KEY (app, name)"
    ") STRICT;"
    "COMMIT;";

enum statement {
    BEGIN,
    COMMIT,
    LOAD_APP,
    SAVE_APP,
    PRUNE,
    COUNT_BUSY,
    NEXT_FREE,
    SEND,
    ANSWER,
    READ_REQUEST,
    REMOVE_REQUEST,
    OLDEST,
    COUNT_SENT,
    LOAD_ENDPOINT,
    COUNT_CALL,
    HOLD_ENDPOINT,
    STATEMENTS
};

static const char *const statement_sql[STATEMENTS] = {
    [BEGIN] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
    [LOAD_APP] = "SELECT ifnull(allowance, 0), span, refused_span, held_until, refused_at,"
                 " burst_since, scout_at FROM app WHERE key = ?1",
    [SAVE_APP] = "REPLACE INTO app VALUES (?1, nullif(?2, 0), ?3, ?4, ?5, ?6, ?7, ?8)",
    [PRUNE] = "DELETE FROM request WHERE app = ?1 AND"
              " (answered_at < ?2 OR (answered_at IS NULL AND sent_at < ?2))",
    [COUNT_BUSY] = "SELECT count(*) FROM request WHERE app = ?1"
                   " AND (answered_at IS NULL OR answered_at > ?2)",
    [NEXT_FREE] = "SELECT answered_at FROM request WHERE app = ?1 AND answered_at > ?2"
                  " ORDER BY answered_at LIMIT 1 OFFSET ?3",
    [SEND] = "INSERT INTO request (app, sent_at, scout_span) VALUES (?1, ?2, nullif(?3, 0))",
    [ANSWER] = "UPDATE request SET answered_at = ?2 WHERE ticket = ?1",
    [READ_REQUEST] = "SELECT sent_at, ifnull(scout_span, 0) FROM request WHERE ticket = ?1",
    [REMOVE_REQUEST] = "DELETE FROM request WHERE ticket = ?1",
    [OLDEST] = "SELECT ifnull(min(sent_at), ?2) FROM request WHERE app = ?1 AND sent_at > ?3",
    [COUNT_SENT] =
        "SELECT count(*) FROM request WHERE app = ?1 AND sent_at >= ?2 AND sent_at <= ?3",
    [LOAD_ENDPOINT] = "SELECT window_since, reset_at FROM endpoint WHERE app = ?1 AND name = ?2",
    [COUNT_CALL] =
        "INSERT INTO endpoint (app, name, window_since, calls) VALUES (?1, ?2, ?3, 1)"
        " ON CONFLICT (app, name) DO UPDATE SET"
        " calls = iif(window_since < ?4 OR reset_at > 0, 0, calls) + 1,"
        " window_since = iif(window_since < ?4 OR reset_at > 0, ?3, window_since), reset_at = 0",
    [HOLD_ENDPOINT] =
        "INSERT INTO endpoint (app, name, window_since, calls, reset_at) VALUES (?1, ?2, ?3, 1, ?3)"
        " ON CONFLICT (app, name) DO UPDATE SET reset_at = max(reset_at, ?3)",
};

struct pace {
    sqlite3 *database;
    sqlite3_stmt *statements[STATEMENTS];
    char *key;
};

/* The row of table app. */
struct app {
    int64_t allowance, span, refused_span, held_until, refused_at, burst_since, scout_at;
};

static bool database_error(struct pace *pace, struct error *error)
{
    return error_set(error, EX_IOERR, "cannot keep the pace of requests: %s",
                     sqlite3_errmsg(pace->database));
}

/*
 * Runs a statement: its first parameter is the text where there is one, the numbers follow. The
 * columns of its row, if there is one, go to results. *found tells whether there was, and may be
 * NULL.
 */
static bool run(struct pace *pace, enum statement which, const char *const *texts, int text_count,
                const int64_t *numbers, int number_count, int64_t *results, int result_count,
                bool *found, struct error *error)
{
    sqlite3_stmt *statement = pace->statements[which];
    int parameter = 0;
    int code = SQLITE_OK;

    for (int i = 0; i < text_count && code == SQLITE_OK; i++)
        code = sqlite3_bind_text(statement, ++parameter, texts[i], -1, SQLITE_STATIC);
    for (int i = 0; i < number_count && code == SQLITE_OK; i++)
        code = sqlite3_bind_int64(statement, ++parameter, numbers[i]);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    for (int i = 0; i < result_count && code == SQLITE_ROW; i++)
        results[i] = sqlite3_column_int64(statement, i);
    if (found)
        *found = code == SQLITE_ROW;
    /* reset repeats the error of the step, which is what counts here */
    if (sqlite3_reset(statement) != SQLITE_OK || (code != SQLITE_ROW && code != SQLITE_DONE))
        return database_error(pace, error);
    return true;
}

#define NUMBERS(...)                                                                               \
    (const int64_t[]){__VA_ARGS__}, (int)(sizeof((int64_t[]){__VA_ARGS__}) / sizeof(int64_t))

static bool app_run(struct pace *pace, enum statement which, const int64_t *numbers, int count,
                    int64_t *result, struct error *error)
{
    const char *key = pace->key;

    return run(pace, which, &key, 1, numbers, count, result, result ? 1 : 0, NULL, error);
}

static bool begin(struct pace *pace, struct error *error)
{
    return run(pace, BEGIN, NULL, 0, NULL, 0, NULL, 0, NULL, error);
}

/* Commits where all went well, and else rolls back and keeps the error that stands. */
static bool finish(struct pace *pace, bool well, struct error *error)
{
    if (well && run(pace, COMMIT, NULL, 0, NULL, 0, NULL, 0, NULL, error))
        return true;
    if (!sqlite3_get_autocommit(pace->database))
        (void)sqlite3_exec(pace->database, "ROLLBACK", NULL, NULL, NULL);
    return false;
}

static bool app_load(struct pace *pace, struct app *app, struct error *error)
{
    const char *key = pace->key;
    int64_t row[7] = {0};

    if (!run(pace, LOAD_APP, &key, 1, NULL, 0, row, 7, NULL, error))
        return false;
    *app = (struct app){row[0], row[1], row[2], row[3], row[4], row[5], row[6]};
    return true;
}

static bool app_save(struct pace *pace, const struct app *app, struct error *error)
{
    return app_run(pace, SAVE_APP,
                   NUMBERS(app->allowance, app->span, app->refused_span, app->held_until,
                           app->refused_at, app->burst_since, app->scout_at),
                   NULL, error);
}

static bool open_database(struct pace *pace, const char *path)
{
    const struct timespec moment = {.tv_nsec = 10 * 1000 * 1000};
    int code = SQLITE_BUSY;

    if (sqlite3_open(path, &pace->database) != SQLITE_OK ||
        sqlite3_busy_timeout(pace->database, BUSY_TIMEOUT) != SQLITE_OK)
        return false;
    /* SQLite does not wait for the lock that a change to WAL needs */
    for (int i = 0; i < OPEN_TRIES; i++) {
        code = sqlite3_exec(pace->database, schema, NULL, NULL, NULL);
        if (code != SQLITE_BUSY)
            break;
        (void)nanosleep(&moment, NULL);
    }
    if (code != SQLITE_OK)
        return false;
    for (int i = 0; i < STATEMENTS; i++)
        if (sqlite3_prepare_v3(pace->database, statement_sql[i], -1, SQLITE_PREPARE_PERSISTENT,
                               &pace->statements[i], NULL) != SQLITE_OK)
            return false;
    return true;
}

static void close_database(struct pace *pace)
{
    for (int i = 0; i < STATEMENTS; i++) {
        (void)sqlite3_finalize(pace->statements[i]);
        pace->statements[i] = NULL;
    }
    (void)sqlite3_close(pace->database);
    pace->database = NULL;
}

struct pace *pace_open(const char *key, struct error *error)
{
    struct pace *pace = calloc(1, sizeof *pace);
    struct buffer path = {0};
    bool opened;

    if (!pace || !(pace->key = strdup(key))) {
        (void)error_no_memory(error);
        goto failed;
    }
    opened = state_directory(&path, error) && buffer_append(&path, "/pace.db", sizeof "/pace.db");
    if (opened && !(opened = open_database(pace, path.bytes)))
        (void)error_set(error, EX_IOERR, "%s: %s", path.bytes,
                        pace->database ? sqlite3_errmsg(pace->database) : "out of memory");
    if (!opened) {
        log_warning("the pace of requests is not shared with other runs: %s", error->text);
        close_database(pace);
        if (!open_database(pace, ":memory:")) {
            (void)error_no_memory(error);
            goto failed;
        }
    }
    buffer_free(&path);
    return pace;

failed:
    buffer_free(&path);
    pace_close(pace);
    return NULL;
}

/* Once a hold is over, all that was granted ahead of the refusal has been answered, and can be
 * counted: so many requests fit into a window. */
static bool learn(struct pace *pace, struct app *app, struct error *error)
{
    int64_t granted;

    if (!app_run(pace, COUNT_SENT, NUMBERS(app->burst_since, app->refused_at), &granted, error))
        return false;
    app->allowance = granted > 0 ? granted : 1;
    app->burst_since = 0;
    return true;
}

/*
 * Finds a place in the window. One request at a time, the scout, may go ahead a little early: half
 * way between the span that is known to do and the one known to be too short. What becomes of it
 * narrows the span down at the cost of at most one refusal a step.
 */
static bool find_place(struct pace *pace, struct app *app, int64_t now, int64_t *scout_span,
                       int64_t *wait_until, struct error *error)
{
    int64_t shorter = app->refused_span + (app->span - app->refused_span) / 2;
    int64_t busy, freed = 0;
    const char *key = pace->key;
    bool found;

    *scout_span = 0;
    *wait_until = 0;
    if (!app_run(pace, COUNT_BUSY, NUMBERS(now - app->span), &busy, error))
        return false;
    if (busy < app->allowance)
        return true;
    if (!run(pace, NEXT_FREE, &key, 1, NUMBERS(now - app->span, busy - app->allowance), &freed, 1,
             &found, error))
        return false;
    *wait_until = now + ASK_AGAIN;
    if (!found)
        return true;
    *wait_until = freed + app->span;
    if (app->scout_at == 0)
        app->scout_at = now + app->span;
    if (app->span - app->refused_span > app->span / 32) {
        int64_t scout_at = freed + shorter > app->scout_at ? freed + shorter : app->scout_at;
        if (scout_at <= now) {
            *scout_span = now - freed;
            app->scout_at = now + FORGET_AFTER;
            *wait_until = 0;
        } else if (scout_at < *wait_until) {
            *wait_until = scout_at;
        }
    } else if (busy == app->allowance && app->scout_at <= now &&
               app->refused_at + ONE_MORE_AGAIN * app->span <= now) {
        *scout_span = ONE_MORE;
        app->scout_at = now + FORGET_AFTER;
        *wait_until = 0;
    }
    return true;
}

static bool ask(struct pace *pace, const char *endpoint, int64_t now, enum pace_verdict *verdict,
                int64_t *ticket, int64_t *until, struct error *error)
{
    const char *names[] = {pace->key, endpoint};
    int64_t held[2] = {0};
    int64_t scout_span = 0;
    struct app app;

    if (!run(pace, LOAD_ENDPOINT, names, 2, NULL, 0, held, 2, NULL, error) ||
        !app_load(pace, &app, error))
        return false;
    if (held[1] > now) {
        *verdict = PACE_LIMITED;
        *until = held[1];
        return true;
    }
    *verdict = PACE_WAIT;
    if (app.held_until > now) {
        *until = app.held_until;
        return true;
    }
    if (!app_run(pace, PRUNE, NUMBERS(now - FORGET_AFTER), NULL, error) ||
        (app.burst_since && !learn(pace, &app, error)))
        return false;
    if (app.allowance) {
        if (!find_place(pace, &app, now, &scout_span, until, error) || !app_save(pace, &app, error))
            return false;
        if (*until)
            return true;
    }
    if (!app_run(pace, SEND, NUMBERS(now, scout_span), NULL, error) ||
        !run(pace, COUNT_CALL, names, 2, NUMBERS(now, now - QUOTA_WINDOW), NULL, 0, NULL, error))
        return false;
    *ticket = sqlite3_last_insert_rowid(pace->database);
    *verdict = PACE_GO;
    return true;
}

bool pace_ask(struct pace *pace, const char *endpoint, int64_t now, enum pace_verdict *verdict,
              int64_t *ticket, int64_t *until, struct error *error)
{
    *until = 0;
    return begin(pace, error) &&
           finish(pace, ask(pace, endpoint, now, verdict, ticket, until, error), error);
}

static bool read_request(struct pace *pace, int64_t ticket, int64_t *sent_at, int64_t *scout_span,
                         struct error *error)
{
    int64_t row[2] = {0};

    if (!run(pace, READ_REQUEST, NULL, 0, NUMBERS(ticket), row, 2, NULL, error))
        return false;
    *sent_at = row[0];
    *scout_span = row[1];
    return true;
}

static bool answered(struct pace *pace, int64_t ticket, int64_t now, struct error *error)
{
    int64_t sent_at, scout_span;
    struct app app;

    if (!read_request(pace, ticket, &sent_at, &scout_span, error) ||
        !run(pace, ANSWER, NULL, 0, NUMBERS(ticket, now), NULL, 0, NULL, error))
        return false;
    if (scout_span == 0)
        return true;
    if (!app_load(pace, &app, error))
        return false;
    if (scout_span == ONE_MORE)
        app.allowance++;
    else if (scout_span > app.refused_span && scout_span < app.span)
        app.span = scout_span;
    app.scout_at = 0;
    return app_save(pace, &app, error);
}

bool pace_answered(struct pace *pace, int64_t ticket, int64_t now, struct error *error)
{
    return begin(pace, error) && finish(pace, answered(pace, ticket, now, error), error);
}

/*
 * What a refusal teaches about a limit that is known. Where fewer than the allowance had been
 * granted in the span, the allowance is too high; else the span is too short.
 */
static bool correct(struct pace *pace, struct app *app, int64_t now, struct error *error)
{
    int64_t granted;

    if (!app_run(pace, COUNT_SENT, NUMBERS(now - app->span - app->span / 4, now), &granted, error))
        return false;
    if (granted < app->allowance - app->allowance / 8) {
        app->allowance = granted > 0 ? granted : 1;
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
    int64_t sent_at, scout_span;
    struct app app;

    if (!read_request(pace, ticket, &sent_at, &scout_span, error) ||
        !run(pace, REMOVE_REQUEST, NULL, 0, NUMBERS(ticket), NULL, 0, NULL, error) ||
        !app_load(pace, &app, error))
        return false;
    if (scout_span == ONE_MORE) {
        app.scout_at = now + ONE_MORE_AGAIN * app.span;
    } else if (scout_span) {
        app.refused_span = scout_span > app.refused_span ? scout_span : app.refused_span;
        app.scout_at = 0;
    } else if (sent_at <= app.refused_at) {
        /* sent ahead of a refusal that has taught its lesson already */
    } else if (app.allowance == 0) {
        if (!app_run(pace, OLDEST, NUMBERS(now, now - LONGEST_SPAN), &app.burst_since, error))
            return false;
        app.span = now - app.burst_since + retry_after;
        if (app.span > LONGEST_SPAN)
            app.span = LONGEST_SPAN;
        /* Retry-After is in whole seconds, rounded up */
        app.refused_span = app.span > TIMESTAMP_SECOND ? app.span - TIMESTAMP_SECOND : 0;
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
    return begin(pace, error) &&
           finish(pace, refused(pace, ticket, now, retry_after, error), error);
}

static bool limited(struct pace *pace, int64_t ticket, const char *endpoint, int64_t now,
                    int64_t retry_after, int64_t *reset_at, struct error *error)
{
    const char *names[] = {pace->key, endpoint};
    int64_t row[2] = {now, 0};

    if (!run(pace, REMOVE_REQUEST, NULL, 0, NUMBERS(ticket), NULL, 0, NULL, error) ||
        !run(pace, LOAD_ENDPOINT, names, 2, NULL, 0, row, 2, NULL, error))
        return false;
    *reset_at = retry_after >= 0 ? now + retry_after : row[0] + QUOTA_WINDOW;
    if (*reset_at < row[1])
        *reset_at = row[1];
    return run(pace, HOLD_ENDPOINT, names, 2, NUMBERS(*reset_at), NULL, 0, NULL, error);
}

bool pace_limited(struct pace *pace, int64_t ticket, const char *endpoint, int64_t now,
                  int64_t retry_after, int64_t *reset_at, struct error *error)
{
    return begin(pace, error) &&
           finish(pace, limited(pace, ticket, endpoint, now, retry_after, reset_at, error), error);
}

void pace_close(struct pace *pace)
{
    if (!pace)
        return;
    close_database(pace);
    free(pace->key);
    free(pace);
}
