#ifndef SPOTIFY_SYNC_STATEMENTS_H
#define SPOTIFY_SYNC_STATEMENTS_H

#include "base/error.h"
#include "page/script.h"

#include <stdbool.h>

/*
 * SQL that is run again and again on one connection. Its temporary tables are made anew each time,
 * but one that took long only after two hundred times as long, so that it costs half a percent of
 * the time at most, and if the library has changed or an hour is over; its views are made once.
 */

struct statements;

/* NULL with *error (EX_OSERR). */
struct statements *statements_new(const char *sql, struct error *error);

/* Runs them in a state of the library (page_library_state), as script_run does. */
bool statements_run(struct statements *statements, struct page_library *library, int64_t state,
                    const struct script_parameter *parameters, script_row *row, void *context,
                    struct error *error);

void statements_free(struct statements *statements);

#endif
