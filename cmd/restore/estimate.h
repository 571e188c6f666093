#ifndef SPOTIFY_SYNC_ESTIMATE_H
#define SPOTIFY_SYNC_ESTIMATE_H

#include "restoring.h"

/* Counts the calls of the ledger's plan into restoring->estimate. False with *error as ledger_run
 * or api_quota. */
bool estimate_make(struct restoring *restoring, struct error *error);

/* Calls that write. */
int64_t estimate_writes(const struct estimate *estimate);

/* Says to a person what will be done, to which account, and what it costs. False with *error as
 * ledger_each. */
bool estimate_say(const struct restoring *restoring, struct error *error);

/* Asks a person at the terminal whether to go on. False with *error (EX_USAGE) if there is no
 * terminal, or the answer is no. */
bool estimate_agree(const struct restoring *restoring, struct error *error);

#endif
