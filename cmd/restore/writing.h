#ifndef SPOTIFY_SYNC_WRITING_H
#define SPOTIFY_SYNC_WRITING_H

#include "restoring.h"

/*
 * Writes all that the plan has, stream by stream, and looks whether it is there. A stream that
 * cannot go on (a limit, no permission, failures of Spotify's) leaves the others to be written.
 * False with the first *error.
 */
bool writing_do(struct restoring *restoring, struct error *error);

#endif
