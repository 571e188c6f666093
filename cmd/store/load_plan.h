#ifndef SPOTIFY_SYNC_LOAD_PLAN_H
#define SPOTIFY_SYNC_LOAD_PLAN_H

#include "base/error.h"
#include "parser.h"
#include "statement.h"

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

/* The statements of all streams, prepared when the first record of a stream comes: a run stores few
 * of the streams. */

/* The statements of a stream, in their order. */
struct stream_load {
    struct statement *statements;
    size_t count;
    bool is_prepared;
};

/* A table with $key statements, and its $again statement with the numbers of its parameters. */
struct repeated_table {
    char name[TABLE_NAME_SIZE];
    sqlite3_stmt *again;
    int key, rowid, time;
};

struct load_plan {
    sqlite3 *database;
    const struct parser *parser;
    struct stream_load *streams; /* of each of `streams` */
    size_t stream_count;
    struct repeated_table tables[UINT8_MAX + 1]; /* by number, from 1 */
    uint8_t table_count;
};

/*
 * A plan without statements for the records of the parser. It and the database must outlive the
 * plan. The parser distrusts the streams whose tables may refuse a row of any type: they have a
 * trigger, or a unique index that the user has made. NULL with *error on failure (EX_OSERR, or as
 * library_error).
 */
struct load_plan *load_plan_new(sqlite3 *database, struct parser *parser, struct error *error);

/* The statements of a stream, by its index in `streams`, of which the parser has seen a record.
 * NULL with *error when they do not fit the database (EX_SOFTWARE), or without memory (EX_OSERR);
 * the plan is then good for nothing but load_plan_free. */
const struct stream_load *load_plan_stream(struct load_plan *plan, int stream, struct error *error);

void load_plan_free(struct load_plan *plan);

#endif
