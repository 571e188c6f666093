#ifndef SPOTIFY_SYNC_REPORT_H
#define SPOTIFY_SYNC_REPORT_H

#include "restoring.h"

/* Says what a run has done: to a person, or with --json as a JSON object on standard output.
 * `reason` is what stopped it, or NULL. False with *error as ledger_each or output_line. */
bool report_say(const struct restoring *restoring, const struct error *reason, struct error *error);

/* Whether anything that could be restored is not. False with *error as ledger_run. */
bool report_is_complete(const struct restoring *restoring, bool *is_complete, struct error *error);

#endif
