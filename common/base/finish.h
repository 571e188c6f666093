#ifndef SPOTIFY_SYNC_FINISH_H
#define SPOTIFY_SYNC_FINISH_H

#include "base/error.h"

#include <stdbool.h>

/*
 * For the end of main only: closes standard output if all is done, and otherwise logs the error.
 * Returns the exit status. Ends the program by SIGPIPE, as any filter ends, if the error is that
 * nobody reads standard output any more.
 */
int finish(bool done, struct error *error);

#endif
