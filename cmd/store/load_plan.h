#ifndef SPOTIFY_SYNC_LOAD_PLAN_H
#define SPOTIFY_SYNC_LOAD_PLAN_H

#include "base/error.h"
#include "parser.h"
#include "statement.h"

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

/* The statements of all streams, prepared. */

/* The statements of a stream, in their order. */
struct stream_load {
    struct statement *statements;
    size_t count;
};

/* A table with $key statements, and its $again statement with the numbers of its parameters. */
struct repeated_table {
    char name[TABLE_NAME_SIZE];
    sqlite3_stmt *again;
    int key, rowid, time;
};

struct load_plan {
    struct stream_load *streams; /* of each of `streams` */
    size_t stream_count;
    struct repeated_table tables[UINT8_MAX + 1]; /* by number, from 1 */
    uint8_t table_count;
};

/*
 * Prepares all statements on database, which must outlive them, and asks the parser for the fields
 * that they need. The parser distrusts the streams whose tables may refuse a row of any type: they
 * have a trigger, or a unique index that the user has made. NULL with *error on failure
 * (EX_SOFTWARE, EX_OSERR, or as library_error).
 */
struct load_plan *load_plan_prepare(sqlite3 *database, struct parser *parser, struct error *error);

void load_plan_free(struct load_plan *plan);

#endif
