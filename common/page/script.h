#ifndef SPOTIFY_SYNC_SCRIPT_H
#define SPOTIFY_SYNC_SCRIPT_H

#include "base/error.h"
#include "page/page_library.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

/* Runs SQL of one or more statements with named parameters. */

/* The value of a parameter: the text, or the number if that is NULL. A NULL name ends a list. */
struct script_parameter {
    const char *name; /* without its colon */
    const char *text;
    int64_t number;
    bool is_null;
};

/* Takes a row, the current one of the statement. False with *error. */
typedef bool script_row(void *context, sqlite3_stmt *statement, struct error *error);

/*
 * Runs all statements, and gives each row to `row`, which may be NULL. What is not in `parameters`
 * (or NULL) is NULL. False with *error: that of `row`, or of page_library_failed.
 */
bool script_run(struct page_library *library, const char *sql,
                const struct script_parameter *parameters, script_row *row, void *context,
                struct error *error);

/* Prepares one statement, with its parameters bound; *rest is what follows it. The statement is
 * the caller's to finalize, and NULL if there is none. False with *error: that of
 * page_library_failed. */
bool script_prepare(struct page_library *library, const char *sql,
                    const struct script_parameter *parameters, sqlite3_stmt **statement,
                    const char **rest, struct error *error);

#endif
