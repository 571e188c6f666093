#ifndef SPOTIFY_SYNC_PLANNING_H
#define SPOTIFY_SYNC_PLANNING_H

#include "restoring.h"

/*
 * Makes the plan of a run: which of the library's things and playlists are wanted, and which of
 * them the account has. False with *error: EX_USAGE for a playlist that the library does not have;
 * as the api's requests, or as ledger_run.
 */
bool planning_make(struct restoring *restoring, struct error *error);

#endif
