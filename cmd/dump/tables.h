#ifndef SPOTIFY_SYNC_TABLES_H
#define SPOTIFY_SYNC_TABLES_H

#include "base/error.h"
#include "base/options.h"

#include <sqlite3.h>
#include <stdbool.h>

/* The tables of a library as flat streams of their names: a SCHEMA of the columns and the primary
 * key, and a RECORD of each row, in the order of the key (schema/tables/tables.sql). */

struct tables_wanted {
    const struct option_texts *names; /* of tables; none: all */
    const char *since;                /* a time as in time_extracted; "": from the beginning */
    const char *account_id;           /* whose rows they are; NULL: that is not asked for */
};

/*
 * Prints them (output.h). If all rows are wanted, without an account_id, each stream has a version
 * and ends with an ACTIVATE_VERSION, so that a target can remove rows that are no longer here.
 * False with *error: EX_USAGE for a name that no table has, as library_snapshot_error and
 * output_line.
 */
bool tables_print(sqlite3 *database, const struct tables_wanted *wanted, struct error *error);

#endif
