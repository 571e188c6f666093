#ifndef SPOTIFY_SYNC_LIBRARY_H
#define SPOTIFY_SYNC_LIBRARY_H

#include "state/library_error.h"

#include <sqlite3.h>
#include <stdbool.h>

/*
 * The database file: opening it, and bringing its schema up to date.
 */

/*
 * Opens the library at path, creating or migrating it, in WAL mode and with each commit synced.
 * NULL with *error when it cannot be (EX_IOERR, EX_OSERR), when the path names no file (EX_USAGE),
 * or when it is no database or no regular file, or belongs to another program or to a newer version
 * of this one (EX_CONFIG), and is then left as it is. To be closed with sqlite3_close.
 */
sqlite3 *library_open(const char *path, struct error *error);

/* Runs SQL that returns no rows. False with library_error's *error on failure. */
bool library_execute(sqlite3 *database, const char *sql, struct error *error);

#endif
