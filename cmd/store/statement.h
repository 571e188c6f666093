#ifndef SPOTIFY_SYNC_STATEMENT_H
#define SPOTIFY_SYNC_STATEMENT_H

#include "base/error.h"
#include "stream_fields.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

/* clang-format off: it would join the lines of the list */
/*
 * A statement of schema/load/, which makes rows of a record, prepared. It is plain SQL whose
 * parameters name what they need:
 *
 *   $record(PATH)        the value at the path (json.h) in the record: an integer, a real,
 *                        text, 0 or 1 for a boolean, an empty blob for an object or array; NULL
 *                        if it is absent. With [] in the path the statement runs once for each
 *                        element; all such paths of a statement go through one array.
 *   $needed(PATH)        the same, for a column that is NOT NULL: no record can be stored
 *                        without it
 *   $list(PATH)          the values that are not null at a path with [], as a JSON object whose
 *                        names are their indexes: {"0":"a","2":"c"}. The statement runs once.
 *   $id(PATH)            the same as $record; if it is NULL the statement does not run
 *   $key(PATH)           the same as $id, for the key of a row that many messages repeat, as
 *                        each track repeats its album. The statement may use only the object
 *                        that holds the key, and must not change a row whose seen_at is newer;
 *                        all of a table's statements with $key must make the same row of the
 *                        same object. Then it need not run for an object that repeats what is
 *                        stored.
 *   $row(PATH)           the same as $record, for the key of a row of such a table, in a
 *                        statement that makes another row of it
 *   $again               the key of a row that newer messages only repeated: before the commit
 *                        the statement runs once for the row and the newest of their times.
 *                        A stream with a $key of a table has one such statement of it.
 *   $again_rowid         in that statement: the row's rowid, NULL if it is not known
 *   $time_extracted      the message's time, with six digits: its time_extracted, else its
 *                        _sdc_deleted_at, else 1970
 *   $fetched_at          the same in whole seconds
 *   $deleted_at          _sdc_deleted_at in whole seconds. A statement with it runs only for
 *                        deleted records, and all others only for the rest.
 *   $full                1 if the record has one of the members that the stream's .full names,
 *                        else 0
 *   $changed, $updated, $unchanged
 *                        1. A statement with one of these runs only if the last INSERT without
 *                        one, or an UPDATE after it, made or changed a row; changed an existing
 *                        row; did nothing.
 */
/* clang-format on */

enum { STATEMENT_NONE = -1 }; /* instead of a number: there is none */

enum parameter_kind {
    PARAMETER_FIELD,
    PARAMETER_LIST,
    PARAMETER_TIME_EXTRACTED,
    PARAMETER_FETCHED_AT,
    PARAMETER_DELETED_AT,
    PARAMETER_FULL,
    PARAMETER_TRUE, /* bound once, for all records */
};

struct parameter {
    enum parameter_kind kind;
    int field; /* of the record (record.h) */
    bool of_element;
};

enum condition { ALWAYS, IF_CHANGED, IF_UPDATED, IF_UNCHANGED };

enum verb { VERB_OTHER, VERB_INSERT, VERB_UPDATE };

struct statement {
    sqlite3_stmt *sql;
    struct parameter *parameters; /* SQL counts them from 1 */
    int parameter_count;
    int array;            /* the field whose elements it runs for, or STATEMENT_NONE */
    char *array_path;     /* of that array */
    int key;              /* the parameter that is $id, $key or $row, or STATEMENT_NONE */
    bool key_is_optional; /* it is $row: the statement runs without it too */
    bool is_cached;       /* it is $key or $row: the row is one of a table with $key */
    uint8_t table;        /* that table's number (load_plan.h) if so, else 0 */
    int content;          /* the field that is the object of its $key, or STATEMENT_NONE */
    bool for_deleted;
    enum condition condition;
    enum verb verb;
    bool only_inserts; /* an INSERT that never becomes an UPDATE */
};

/* Prepares the parameters of *sql, which it takes over, for records with the fields of its stream.
 * False with *error on failure (EX_SOFTWARE, EX_OSERR); the statement must be freed in any case. */
bool statement_prepare(struct statement *statement, sqlite3_stmt *sql,
                       const struct stream_fields *fields, struct error *error);

/* Frees what the statement holds. */
void statement_free(struct statement *statement);

enum { TABLE_NAME_SIZE = 32 };

/* Sets the name of the table that SQL inserts into or updates. False if it does neither. */
bool statement_table(sqlite3_stmt *sql, char name[static TABLE_NAME_SIZE]);

#endif
