#ifndef SPOTIFY_SYNC_LEDGER_H
#define SPOTIFY_SYNC_LEDGER_H

#include "base/error.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * What restore has done to an account and what it is to do: an SQLite file of the account in the
 * state directory, each commit on disk (schema/restore/journal.sql), and temporary tables of this
 * run (schema/restore/plan.sql). One process has it at a time.
 */

struct ledger;

/* Opens, or makes, the file of an account. NULL with *error: EX_TEMPFAIL if another process has it,
 * EX_IOERR, EX_CONFIG, EX_OSERR. */
struct ledger *ledger_open(const char *account, struct error *error);

/* Makes the tables of this run from the library in the file `path`. False with *error (EX_IOERR,
 * EX_DATAERR, EX_OSERR). */
bool ledger_plan(struct ledger *ledger, const char *path, struct error *error);

/* A value of a statement: a text, or a number if that is NULL. */
struct ledger_value {
    const char *text;
    int64_t number;
};

/* The values, as an argument of the functions below; TEXT and NUMBER make one. */
#define LEDGER_VALUES(...)                                                                         \
    (const struct ledger_value[])                                                                  \
    {                                                                                              \
        __VA_ARGS__,                                                                               \
        {                                                                                          \
            0                                                                                      \
        }                                                                                          \
    }
#define LEDGER_NUMBER(of)                                                                          \
    {                                                                                              \
        .text = NULL, .number = (of)                                                               \
    }
#define LEDGER_TEXT(of)                                                                            \
    {                                                                                              \
        .text = (of)                                                                               \
    }

/* Runs a statement with the values as its parameters, from ?1 on (NULL: it has none). False with
 * *error (EX_IOERR, EX_OSERR). */
bool ledger_run(struct ledger *ledger, const char *sql, const struct ledger_value *values,
                struct error *error);

/* Takes a row of a statement: its columns are read by sqlite3_column_*. False with *error to stop.
 */
typedef bool ledger_take(void *context, sqlite3_stmt *row, struct error *error);

/* Runs a statement and gives its rows to `take`. False with *error as above, or that of `take`. */
bool ledger_each(struct ledger *ledger, const char *sql, const struct ledger_value *values,
                 ledger_take *take, void *context, struct error *error);

/* The number in the first column of a statement's first row; 0 if there is none. */
bool ledger_number(struct ledger *ledger, const char *sql, const struct ledger_value *values,
                   int64_t *number, struct error *error);

/* Begins and ends a transaction. */
bool ledger_begin(struct ledger *ledger, struct error *error);
bool ledger_commit(struct ledger *ledger, struct error *error);

void ledger_close(struct ledger *ledger);

#endif
