#ifndef SPOTIFY_SYNC_LIBRARY_QUERY_H
#define SPOTIFY_SYNC_LIBRARY_QUERY_H

#include "base/error.h"
#include "table/table_choice.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

/* A query of a library that a program has built in. */

/*
 * Prints what it returns as `choice` wants it, and sets *rows to how many rows that are. The query
 * may have the parameters :words and :id, which get these texts (NULL: NULL), and :limit. False
 * with *error as table_print.
 */
bool library_query_print(sqlite3 *library, const char *sql, const char *words, const char *id,
                         const struct table_choice *choice, size_t *rows, struct error *error);

/* Only prepares it, with the parameters bound. The caller's to finalize. NULL with *error as
 * library_snapshot_error. */
sqlite3_stmt *library_query_prepare(sqlite3 *library, const char *sql, const char *words,
                                    const char *id, long limit, struct error *error);

#endif
