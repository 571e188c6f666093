#ifndef SPOTIFY_SYNC_FINISH_H
#define SPOTIFY_SYNC_FINISH_H

#include "base/error.h"

#include <stdbool.h>

/*
 * How main ends, and nothing else does: closes standard output if all is done, and else logs the
 * error. Returns the exit status. Ends the program by SIGPIPE, as any filter ends, if the error is
 * that nobody reads standard output any more.
 */
int finish(bool done, struct error *error);

#endif
