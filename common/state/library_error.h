#ifndef SPOTIFY_SYNC_LIBRARY_ERROR_H
#define SPOTIFY_SYNC_LIBRARY_ERROR_H

#include "base/error.h"

#include <sqlite3.h>
#include <stdbool.h>

/* Fills *error from the last failure of the database: the disk, a lock (EX_IOERR), memory
 * (EX_OSERR), or the data (EX_DATAERR). Always returns false. */
bool library_error(sqlite3 *database, struct error *error);

#endif
