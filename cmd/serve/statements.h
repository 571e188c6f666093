#ifndef SPOTIFY_SYNC_STATEMENTS_H
#define SPOTIFY_SYNC_STATEMENTS_H

#include "base/error.h"
#include "page/script.h"

#include <stdbool.h>

/*
 * SQL that is run again and again on one connection. Its views are made once, its temporary tables
 * each time, except while they rest: for four hundred times the processor time that they took, the
 * lesser of the last two times. In a library that has not changed since, one that took long stays
 * for an hour. The first statement that makes neither is the last one.
 */

struct statements;

/* NULL with *error (EX_OSERR). */
struct statements *statements_new(const char *sql, struct error *error);

/*
 * Runs them in a state of the library (page_library_state), as script_run does. If may_rest, what
 * rests does so although the library has changed: each table costs a quarter of a percent of the
 * time at most, but is a little out of date.
 */
bool statements_run(struct statements *statements, struct page_library *library, int64_t state,
                    bool may_rest, const struct script_parameter *parameters, script_row *row,
                    void *context, struct error *error);

void statements_free(struct statements *statements);

#endif
