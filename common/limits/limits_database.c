#include "limits/limits_database.h"
#include "base/buffer.h"
#include "base/log.h"
#include "limits/process_lock.h"
#include "state/shared_database.h"
#include "state/state_directory.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VERSION_OF_TABLES = 5 };

static const char begin[] = "PRAGMA synchronous=OFF;"
                            "BEGIN IMMEDIATE;";

/* From the versions 2 and 3: the rate is soon learned again, the quotas are not. */
static const char migrate[] = "DROP TABLE request;"
                              "DROP TABLE app;"
                              "ALTER TABLE quota ADD COLUMN grown_from INTEGER NOT NULL DEFAULT 0;"
                              "ALTER TABLE quota ADD COLUMN confirmed INTEGER NOT NULL DEFAULT 0;";

/* Tables of any other version are dropped, with what was learned in them. */
static const char drop_tables[] = "DROP TABLE IF EXISTS app;"
                                  "DROP TABLE IF EXISTS mode;"
                                  "DROP TABLE IF EXISTS request;"
                                  "DROP TABLE IF EXISTS quota;";

static const char make_tables[] =
    "CREATE TABLE IF NOT EXISTS app ("
    " key TEXT PRIMARY KEY,"
    " allowance INTEGER," /* requests granted in a span; NULL: no limit is known */
    " span INTEGER NOT NULL DEFAULT 0,"
    " refused_span INTEGER NOT NULL DEFAULT 0," /* the longest one known to be too short */
    " held_until INTEGER NOT NULL DEFAULT 0,"
    " refused_at INTEGER NOT NULL DEFAULT 0,"
    " refused_since INTEGER NOT NULL DEFAULT 0," /* rate_limit.h */
    " tried_at INTEGER NOT NULL DEFAULT 0,"
    " probe_at INTEGER NOT NULL DEFAULT 0,"  /* when the next shorter span may be tried */
    " doubled_at INTEGER NOT NULL DEFAULT 0" /* in a slow start; 0: the allowance was learned */
    ") STRICT;"
    "CREATE TABLE IF NOT EXISTS mode ("
    " app TEXT PRIMARY KEY,"
    " mode INTEGER NOT NULL" /* enum app_mode */
    ") STRICT;"
    "CREATE TABLE IF NOT EXISTS request ("
    " ticket INTEGER PRIMARY KEY,"
    " app TEXT NOT NULL,"
    " sent_at INTEGER NOT NULL,"
    " answered_at INTEGER,"
    " probe_span INTEGER," /* set on the one request that tries more than is known to do */
    " process INTEGER NOT NULL DEFAULT 0" /* who sent it (process_lock.h); 0: one that died */
    ") STRICT;"
    "CREATE INDEX IF NOT EXISTS request_answered ON request (app, answered_at);"
    "CREATE TABLE IF NOT EXISTS quota ("
    " app TEXT NOT NULL,"
    " endpoint TEXT NOT NULL,"
    " window_since INTEGER NOT NULL," /* the first call of the window */
    " calls INTEGER NOT NULL,"        /* granted in the window */
    " reset_at INTEGER NOT NULL,"     /* as a refusal in the window said; 0: there was none */
    " allowance INTEGER NOT NULL,"    /* calls that were granted before a refusal; 0: not known */
    " span INTEGER NOT NULL,"         /* from a window's first call to its reset_at; 0: not known */
    " learned_at INTEGER NOT NULL,"   /* when allowance and span were */
    " grown_from INTEGER NOT NULL DEFAULT 0," /* the allowance before it last grew (quota.h) */
    " confirmed INTEGER NOT NULL DEFAULT 0,"  /* whether the allowance grows no more */
    " PRIMARY KEY (app, endpoint)"
    ") STRICT;"
    "PRAGMA user_version = 5;"
    "COMMIT;";

static const char *const statement_sql[LIMITS_STATEMENTS] = {
    [LIMITS_BEGIN] = "BEGIN IMMEDIATE",
    [LIMITS_COMMIT] = "COMMIT",
    [LIMITS_LOAD_APP] = "SELECT ifnull(allowance, 0), span, refused_span, held_until, refused_at,"
                        " refused_since, tried_at, probe_at, doubled_at FROM app WHERE key = ?1",
    [LIMITS_SAVE_APP] =
        "REPLACE INTO app VALUES (?1, nullif(?2, 0), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [LIMITS_LOAD_MODE] = "SELECT mode FROM mode WHERE app = ?1",
    [LIMITS_SAVE_MODE] = "REPLACE INTO mode VALUES (?1, ?2)",
    [LIMITS_PRUNE] = "DELETE FROM request WHERE app = ?1 AND"
                     " (answered_at < ?2 OR (answered_at IS NULL AND sent_at < ?2)"
                     " OR answered_at > ?3 OR sent_at > ?3)",
    [LIMITS_COUNT_BUSY] = "SELECT count(*) FROM request WHERE app = ?1"
                          " AND (answered_at IS NULL OR answered_at > ?2)",
    [LIMITS_COUNT_TRIALS] = "SELECT count(*) FROM request WHERE app = ?1"
                            " AND answered_at IS NULL AND probe_span = ?2",
    [LIMITS_NEXT_FREE] = "SELECT answered_at FROM request WHERE app = ?1 AND answered_at > ?2"
                         " ORDER BY answered_at LIMIT 1 OFFSET ?3",
    [LIMITS_SEND] = "INSERT INTO request (app, sent_at, probe_span, process)"
                    " VALUES (?1, ?2, nullif(?3, 0), ?4)",
    [LIMITS_ANSWER] = "UPDATE request SET answered_at = ?3 WHERE app = ?1 AND ticket = ?2",
    [LIMITS_READ_REQUEST] =
        "SELECT sent_at, ifnull(probe_span, 0) FROM request WHERE app = ?1 AND ticket = ?2",
    [LIMITS_NEXT_PROCESS] = "SELECT process, count(probe_span) FROM request WHERE app = ?1"
                            " AND answered_at IS NULL AND process > ?2 AND process <> ?3"
                            " GROUP BY process ORDER BY process LIMIT 1",
    /* it reached the API no later than any that was answered, or than now */
    [LIMITS_RELEASE_PROCESS] =
        "UPDATE request SET answered_at ="
        " min(?3, sent_at + ifnull((SELECT max(answered_at - sent_at) FROM request"
        " WHERE app = ?1), ?3)) WHERE app = ?1 AND process = ?2 AND answered_at IS NULL",
    [LIMITS_REMOVE_REQUEST] = "DELETE FROM request WHERE app = ?1 AND ticket = ?2",
    /* the shortest window up to ?4 that explains why no more were granted: nowhere were there more
     * within one of that length, give or take ?5 */
    [LIMITS_EXPLAIN] =
        "WITH granted AS (SELECT sent_at, row_number() OVER (ORDER BY sent_at DESC) AS place"
        " FROM request WHERE app = ?1 AND sent_at > ?2 AND sent_at <= ?3)"
        " SELECT place, ?4 - sent_at FROM granted AS first WHERE NOT EXISTS"
        " (SELECT 1 FROM granted AS newer JOIN granted AS older"
        " ON older.place = newer.place + first.place"
        " WHERE newer.sent_at - older.sent_at < ?4 - first.sent_at - ?5)"
        " ORDER BY place LIMIT 1",
    [LIMITS_COUNT_SENT] =
        "SELECT count(*) FROM request WHERE app = ?1 AND sent_at >= ?2 AND sent_at <= ?3",
    [LIMITS_LOAD_QUOTA] =
        "SELECT window_since, calls, reset_at, allowance, span, learned_at, grown_from,"
        " confirmed"
        " FROM quota WHERE app = ?1 AND endpoint = ?2",
    [LIMITS_SAVE_QUOTA] = "REPLACE INTO quota VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
};

struct limits_database {
    sqlite3 *handle;
    sqlite3_stmt *statements[LIMITS_STATEMENTS];
    char *app;
    struct process_lock *lock; /* NULL in memory */
    bool in_memory;
};

static int take_version(void *version, int count, char **columns, char **names)
{
    (void)names;
    *(long *)version = count == 1 && columns[0] ? strtol(columns[0], NULL, 10) : 0;
    return 0;
}

static int set_up(sqlite3 *handle)
{
    long version = 0;
    int code = sqlite3_exec(handle, begin, NULL, NULL, NULL);

    if (code == SQLITE_OK)
        code = sqlite3_exec(handle, "PRAGMA user_version", take_version, &version, NULL);
    if (code == SQLITE_OK && (version == 2 || version == 3))
        code = sqlite3_exec(handle, migrate, NULL, NULL, NULL);
    else if (code == SQLITE_OK && version != VERSION_OF_TABLES)
        code = sqlite3_exec(handle, drop_tables, NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(handle, make_tables, NULL, NULL, NULL);
    return code;
}

static bool open_database(struct limits_database *database, const char *path)
{
    if (sqlite3_open(path, &database->handle) != SQLITE_OK ||
        !shared_database_set_up(database->handle) || set_up(database->handle) != SQLITE_OK)
        return false;
    for (int i = 0; i < LIMITS_STATEMENTS; i++)
        if (sqlite3_prepare_v3(database->handle, statement_sql[i], -1, SQLITE_PREPARE_PERSISTENT,
                               &database->statements[i], NULL) != SQLITE_OK)
            return false;
    return true;
}

static void close_database(struct limits_database *database)
{
    for (int i = 0; i < LIMITS_STATEMENTS; i++) {
        (void)sqlite3_finalize(database->statements[i]);
        database->statements[i] = NULL;
    }
    (void)sqlite3_close(database->handle);
    database->handle = NULL;
    process_lock_release(database->lock);
    database->lock = NULL;
}

bool limits_database_go_on_in_memory(struct limits_database *database, struct error *error)
{
    if (database->in_memory)
        return false;
    log_warning("the rate limit is not shared with other runs: %s", error->text);
    close_database(database);
    database->in_memory = true;
    return open_database(database, ":memory:") || error_no_memory(error);
}

/* A process that died may have had the number that this one has got. */
static bool disown_requests(struct limits_database *database)
{
    char sql[100];

    (void)snprintf(sql, sizeof sql,
                   "UPDATE request SET process = 0 WHERE process = %lld AND answered_at IS NULL",
                   (long long)process_lock_number(database->lock));
    return sqlite3_exec(database->handle, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static bool open_file(struct limits_database *database, struct error *error)
{
    struct buffer path = {0}, lock_path = {0};
    bool opened = false;

    if (!state_directory(&path, error))
        goto out;
    if (!buffer_append_format(&lock_path, "%s/pace.lock", path.bytes) ||
        !buffer_append_format(&path, "/pace.db")) {
        (void)error_no_memory(error);
        goto out;
    }
    if (!(database->lock = process_lock_take(lock_path.bytes, error)))
        goto out;
    opened = open_database(database, path.bytes) && disown_requests(database);
    if (!opened)
        (void)error_set(error, EX_IOERR, "%s: %s", path.bytes,
                        database->handle ? sqlite3_errmsg(database->handle) : "out of memory");
out:
    buffer_free(&lock_path);
    buffer_free(&path);
    return opened;
}

struct limits_database *limits_database_open(const char *app, struct error *error)
{
    struct limits_database *database = calloc(1, sizeof *database);

    if (!database || !(database->app = strdup(app)))
        (void)error_no_memory(error);
    else if (open_file(database, error) || limits_database_go_on_in_memory(database, error))
        return database;
    limits_database_close(database);
    return NULL;
}

bool limits_database_run(struct limits_database *database, enum limits_statement which,
                         const char *endpoint, const int64_t *numbers, int number_count,
                         int64_t *results, int result_count, struct error *error)
{
    sqlite3_stmt *statement = database->statements[which];
    int parameter = 0;
    int code = SQLITE_OK;

    if (sqlite3_bind_parameter_count(statement) > 0)
        code = sqlite3_bind_text(statement, ++parameter, database->app, -1, SQLITE_STATIC);
    if (endpoint && code == SQLITE_OK)
        code = sqlite3_bind_text(statement, ++parameter, endpoint, -1, SQLITE_STATIC);
    for (int i = 0; i < number_count && code == SQLITE_OK; i++)
        code = sqlite3_bind_int64(statement, ++parameter, numbers[i]);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    for (int i = 0; i < result_count && code == SQLITE_ROW; i++)
        results[i] = sqlite3_column_int64(statement, i);
    /* reset repeats the error of the step, which is what counts here */
    if (sqlite3_reset(statement) != SQLITE_OK || (code != SQLITE_ROW && code != SQLITE_DONE))
        return error_set(error, EX_IOERR, "cannot record the pace of requests: %s",
                         sqlite3_errmsg(database->handle));
    return true;
}

int64_t limits_database_process(const struct limits_database *database)
{
    return database->lock ? process_lock_number(database->lock) : 0;
}

bool limits_database_check_process(const struct limits_database *database, int64_t process,
                                   bool *running, struct error *error)
{
    *running = false;
    return !database->lock || process_lock_check(database->lock, process, running, error);
}

int64_t limits_database_ticket(const struct limits_database *database)
{
    return sqlite3_last_insert_rowid(database->handle);
}

bool limits_database_begin(struct limits_database *database, struct error *error)
{
    return limits_database_run(database, LIMITS_BEGIN, NULL, NULL, 0, NULL, 0, error);
}

bool limits_database_end(struct limits_database *database, bool well, struct error *error)
{
    if (well && limits_database_run(database, LIMITS_COMMIT, NULL, NULL, 0, NULL, 0, error))
        return true;
    if (!sqlite3_get_autocommit(database->handle))
        (void)sqlite3_exec(database->handle, "ROLLBACK", NULL, NULL, NULL);
    return false;
}

void limits_database_close(struct limits_database *database)
{
    if (!database)
        return;
    close_database(database);
    free(database->app);
    free(database);
}
