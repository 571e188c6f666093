#ifndef SPOTIFY_SYNC_QUERY_RUN_H
#define SPOTIFY_SYNC_QUERY_RUN_H

#include "base/error.h"
#include "queries.h"

#include <sqlite3.h>
#include <stdbool.h>

/* Runs the queries of a file, and prints what they give as RECORDs (output.h). */

/* What is wanted of a library. */
struct wanted {
    const char *const *streams; /* the names of those, NULL ends them */
    const char *since;          /* a time as in time_extracted; "": from the beginning */
    char *account_id; /* in each record (singer/account_key.h); NULL: it is not asked for */
};

/* Prints the records of the wanted streams that a file has queries of. False with *error as
 * library_snapshot_error and output_line. */
bool query_run(sqlite3 *database, const struct query_file *file, const struct wanted *wanted,
               struct error *error);

#endif
