#ifndef SPOTIFY_SYNC_LIMITS_DATABASE_H
#define SPOTIFY_SYNC_LIMITS_DATABASE_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * The SQLite file $XDG_STATE_HOME/spotify-sync/pace.db, in which all processes of an app keep what
 * they know of its limits: the rate (pace.h) and the quotas (quota.h). All of it can be learned
 * again. In pace.lock beside it each process that has it open locks a byte.
 */

struct limits_database;

enum limits_statement {
    LIMITS_BEGIN,
    LIMITS_COMMIT,
    LIMITS_LOAD_APP,
    LIMITS_SAVE_APP,
    LIMITS_LOAD_MODE,
    LIMITS_SAVE_MODE,
    LIMITS_PRUNE,
    LIMITS_COUNT_BUSY,
    LIMITS_COUNT_TRIALS,
    LIMITS_NEXT_FREE,
    LIMITS_SEND,
    LIMITS_ANSWER,
    LIMITS_READ_REQUEST,
    LIMITS_NEXT_PROCESS,
    LIMITS_RELEASE_PROCESS,
    LIMITS_REMOVE_REQUEST,
    LIMITS_EXPLAIN,
    LIMITS_COUNT_SENT,
    LIMITS_LOAD_QUOTA,
    LIMITS_SAVE_QUOTA,
    LIMITS_STATEMENTS
};

/*
 * Opens the file for one app, which `app` names (copied), and creates it if it does not exist. If
 * that fails, a warning is logged and the data is kept in memory. NULL with *error (EX_OSERR) if
 * even that fails.
 */
struct limits_database *limits_database_open(const char *app, struct error *error);

/*
 * Runs a statement. Its first parameter is the app, the endpoint follows unless it is NULL, then
 * the numbers. The columns of its row go to results, which stay as they are if there is no row.
 * False with *error (EX_IOERR) when the file fails.
 */
bool limits_database_run(struct limits_database *database, enum limits_statement statement,
                         const char *endpoint, const int64_t *numbers, int number_count,
                         int64_t *results, int result_count, struct error *error);

/* The numbers and their count, as arguments of limits_database_run. */
#define LIMITS_NUMBERS(...)                                                                        \
    (const int64_t[]){__VA_ARGS__}, (int)(sizeof((int64_t[]){__VA_ARGS__}) / sizeof(int64_t))

/* The number of this process (process_lock.h); 0 in memory, with no other. */
int64_t limits_database_process(const struct limits_database *database);

/* Whether the process with this number is running. False with *error (EX_IOERR). */
bool limits_database_check_process(const struct limits_database *database, int64_t process,
                                   bool *running, struct error *error);

/* The number of the row that LIMITS_SEND has just inserted. */
int64_t limits_database_ticket(const struct limits_database *database);

/* Begins a transaction, waiting for other processes. False with *error as limits_database_run. */
bool limits_database_begin(struct limits_database *database, struct error *error);

/* Commits if `well`; otherwise rolls back and leaves *error alone. True if it was committed. */
bool limits_database_end(struct limits_database *database, bool well, struct error *error);

/*
 * After a failure, outside a transaction: logs *error as a warning and continues in an empty
 * database in memory. False if that was so already, with *error left alone, or if it fails, with
 * *error (EX_OSERR).
 */
bool limits_database_go_on_in_memory(struct limits_database *database, struct error *error);

void limits_database_close(struct limits_database *database);

#endif
