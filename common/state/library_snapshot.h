#ifndef SPOTIFY_SYNC_LIBRARY_SNAPSHOT_H
#define SPOTIFY_SYNC_LIBRARY_SNAPSHOT_H

#include "base/error.h"

#include <sqlite3.h>
#include <stdbool.h>

/* A library that is only read: as it was at one moment, while other programs go on writing it. */

/*
 * Opens the library at path read-only, and begins a transaction that sees what is committed by now.
 * Waits for a lock up to SHARED_DATABASE_PATIENCE_MS. NULL with *error if it cannot be opened or
 * read (EX_IOERR, EX_OSERR), or if it is no database, or belongs to another program, or to another
 * version of this one (EX_CONFIG). To be closed with sqlite3_close.
 */
sqlite3 *library_snapshot_open(const char *path, struct error *error);

/* Fills *error from the last failure to read a library that was opened so: EX_IOERR, or EX_OSERR
 * without memory. Always returns false. */
bool library_snapshot_error(sqlite3 *database, struct error *error);

#endif
