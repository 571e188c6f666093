#ifndef SPOTIFY_SYNC_REPEATED_ROWS_H
#define SPOTIFY_SYNC_REPEATED_ROWS_H

#include "base/error.h"
#include "bind.h"
#include "load_plan.h"
#include "row_cache.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * Rows that many messages repeat ($key, statement.h): a statement that would store what is stored
 * already need not run, and the changes of seen_at that come of it are made all at once.
 */

struct repeated_rows;

/* Both must outlive it. NULL with *error when memory cannot be had. */
struct repeated_rows *repeated_rows_new(sqlite3 *database, const struct load_plan *plan,
                                        struct error *error);

/*
 * Looks whether a statement with a $key or $row must run for a record whose key is this string, and
 * whose object has the hash `content`. *runs is false for a $key if it would change nothing but the
 * row's seen_at, which is then deferred. Otherwise *row is where to note the rowid and the content
 * of the row that it makes, or NULL. False with *error when the database fails.
 */
bool repeated_rows_look(struct repeated_rows *rows, const struct statement *statement,
                        const struct bound_record *record, const struct record_value *key,
                        uint64_t content, bool *runs, struct cached_row **row, struct error *error);

/* Changes the seen_at of all rows for which that was deferred. False with *error when the database
 * fails. */
bool repeated_rows_settle(struct repeated_rows *rows, struct error *error);

/* Forgets all rows, and what was deferred for them. */
void repeated_rows_forget(struct repeated_rows *rows);

void repeated_rows_free(struct repeated_rows *rows);

#endif
