#ifndef SPOTIFY_SYNC_TABLE_H
#define SPOTIFY_SYNC_TABLE_H

#include "base/error.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * The rows of a query on standard output. The first column of the query is the row as a JSON
 * object; the others are for a person, the most important first, under their names.
 */

enum table_form {
    TABLE_FITTING, /* below each other, cut to fit the terminal; the last columns may be left out */
    TABLE_PLAIN,   /* whole, with tabs between them and no header */
    TABLE_JSON     /* only the object */
};

/* TABLE_JSON if `json`, else what suits standard output. */
enum table_form table_form_of(bool json);

/*
 * Prints all rows, and sets *rows to how many there were. The statement has its parameters bound,
 * and is reset. False with *error as library_snapshot_error and output_line.
 */
bool table_print(sqlite3_stmt *statement, enum table_form form, size_t *rows, struct error *error);

#endif
