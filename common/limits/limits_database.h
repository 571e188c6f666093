#ifndef SPOTIFY_SYNC_LIMITS_DATABASE_H
#define SPOTIFY_SYNC_LIMITS_DATABASE_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * The SQLite file $XDG_STATE_HOME/spotify-sync/pace.db, in which all processes of an app keep what
 * they know of its limits: pace.h (the rate) and quota.h. It holds nothing that could not be
 * learned again.
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
    LIMITS_NEXT_FREE,
    LIMITS_SEND,
    LIMITS_ANSWER,
    LIMITS_READ_REQUEST,
    LIMITS_REMOVE_REQUEST,
    LIMITS_EXPLAIN,
    LIMITS_COUNT_SENT,
    LIMITS_LOAD_QUOTA,
    LIMITS_SAVE_QUOTA,
    LIMITS_STATEMENTS
};

/*
 * Opens the file, made if it is not there. Where it cannot be had, a warning is logged and what
 * would be in it is kept in memory. NULL with *error (EX_OSERR) when not even that works.
 */
struct limits_database *limits_database_open(struct error *error);

/*
 * Runs a statement: its first parameters are the texts, the numbers follow. The columns of its row,
 * if there is one, go to results. *found tells whether there was, and may be NULL. False with
 * *error (EX_IOERR) when the file fails.
 */
bool limits_database_run(struct limits_database *database, enum limits_statement statement,
                         const char *const *texts, int text_count, const int64_t *numbers,
                         int number_count, int64_t *results, int result_count, bool *found,
                         struct error *error);

/* The numbers and their count, as arguments of limits_database_run. */
#define LIMITS_NUMBERS(...)                                                                        \
    (const int64_t[]){__VA_ARGS__}, (int)(sizeof((int64_t[]){__VA_ARGS__}) / sizeof(int64_t))

/* The number of the row that LIMITS_SEND has just made. */
int64_t limits_database_ticket(const struct limits_database *database);

/* Begins a transaction, waiting for other processes. False with *error as limits_database_run. */
bool limits_database_begin(struct limits_database *database, struct error *error);

/* Commits where all went well, and else rolls back and keeps the *error that stands. True where it
 * was committed. */
bool limits_database_end(struct limits_database *database, bool well, struct error *error);

/*
 * After a failure, outside a transaction: logs it as a warning and goes on in memory, where nothing
 * is known yet, as if the file could not have been opened. False, with the *error that stands,
 * where that is so already, or with *error (EX_OSERR).
 */
bool limits_database_go_on_in_memory(struct limits_database *database, struct error *error);

void limits_database_close(struct limits_database *database);

#endif
