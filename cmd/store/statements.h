#ifndef SPOTIFY_SYNC_STATEMENTS_H
#define SPOTIFY_SYNC_STATEMENTS_H

#include "base/error.h"
#include "scanner.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The statements of schema/load/, which make rows of records, prepared. They are plain SQL whose
 * parameters name what they want of a message:
 *
 *   $record(PATH)        what stands at the path (common/json.h) in the record: an integer, a real,
 *                        text, 0 or 1 for a boolean, an empty blob for an object or array;
 *                        NULL where it is absent. With [] in the path the statement runs once for
 *                        each element; all such paths of a statement go through one array.
 *   $needed(PATH)        the same, for a column that is NOT NULL: without it no record can be taken
 *   $id(PATH)            the same as $record; where it is NULL the statement does not run
 *   $key(PATH)           the same as $id, for the key of a row that many messages repeat, as each
 *                        track repeats its album. The statement may use only the object in which
 *                        the key stands, must leave a row alone whose seen_at is not older, and all
 *                        of a table's statements with $key must make the same of the same object.
 *                        Then it need not run for an object that repeats what is stored.
 *   $row(PATH)           the same as $record, for the key of a row of such a table, in a statement
 *                        that makes something else of it
 *   $again               the key of a row that newer messages only repeated: the statement runs
 *                        once for it and the newest of their times, ahead of the commit. Each table
 *                        of $key has one.
 *   $again_rowid         in that statement: the row's rowid, NULL where it is not known
 *   $time_extracted      the message's time, with six digits: its time_extracted, else its
 *                        _sdc_deleted_at, else 1970
 *   $fetched_at          the same in whole seconds
 *   $deleted_at          _sdc_deleted_at in whole seconds. A statement that names it runs for
 *                        deleted records only, all others for the rest only.
 *   $changed, $updated, $unchanged
 *                        1. A statement that names one runs only where the last INSERT that names
 *                        none, or an UPDATE behind it, made or changed a row; changed one that was
 *                        there; did nothing.
 */

enum { STATEMENT_NONE = -1 }; /* in place of a number: there is none */

enum parameter_kind {
    PARAMETER_VALUE,
    PARAMETER_TIME_EXTRACTED,
    PARAMETER_FETCHED_AT,
    PARAMETER_DELETED_AT,
    PARAMETER_TRUE, /* bound for good */
};

struct parameter {
    enum parameter_kind kind;
    int value; /* its number in the record (kept.h) */
    bool of_element;
};

enum condition { ALWAYS, IF_CHANGED, IF_UPDATED, IF_UNCHANGED };

enum verb { VERB_OTHER, VERB_INSERT, VERB_UPDATE };

struct statement {
    sqlite3_stmt *sql;
    struct parameter *parameters; /* SQL counts them from 1 */
    int parameter_count;
    int array;     /* the value whose elements it runs for, or STATEMENT_NONE */
    char *through; /* the path of that array */
    int id;        /* the parameter that is $id, $key or $row, or STATEMENT_NONE */
    bool is_row;   /* that is $row: the statement runs without it too */
    uint8_t table; /* of its $key or $row, or 0 */
    int content;   /* the value that is the object of its $key, or STATEMENT_NONE */
    bool for_deleted;
    enum condition condition;
    enum verb verb;
};

/* The statements of a stream, in their order. */
struct load {
    struct statement *statements;
    size_t count;
};

/* A table with $key statements, and its $again statement with the numbers of its parameters. */
struct repeated_table {
    char name[32];
    sqlite3_stmt *again;
    int key, rowid, time;
};

struct statements {
    struct load *loads; /* one for each of `streams` */
    size_t stream_count;
    struct repeated_table tables[UINT8_MAX + 1]; /* by number, from 1 */
    uint8_t table_count;
};

/* Prepares all statements on database, which must outlive them, and asks scanner for what they
 * want. NULL with *error on failure (EX_SOFTWARE, EX_OSERR, or as library_error). */
struct statements *statements_prepare(sqlite3 *database, struct scanner *scanner,
                                      struct error *error);

void statements_free(struct statements *statements);

#endif
