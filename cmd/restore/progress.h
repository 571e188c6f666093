#ifndef SPOTIFY_SYNC_PROGRESS_H
#define SPOTIFY_SYNC_PROGRESS_H

#include "batches.h"
#include "restoring.h"

/* How far a run has come, as STATE messages on standard output. */

/* Reads the totals from the ledger's plan. False with *error as ledger_run. */
bool progress_begin(struct restoring *restoring, struct error *error);

/* Counts what has become of a batch (NULL: of a playlist), and prints a STATE. False with *error as
 * bookmark_print. */
bool progress_tell(struct restoring *restoring, size_t number, const struct batch *batch,
                   struct error *error);

/* Prints the last STATE of a stream that stops because of *reason. */
void progress_tell_failure(const struct restoring *restoring, size_t number,
                           const struct error *reason);

#endif
