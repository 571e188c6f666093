#ifndef SPOTIFY_SYNC_SHARED_DATABASE_H
#define SPOTIFY_SYNC_SHARED_DATABASE_H

#include <sqlite3.h>
#include <stdbool.h>

/* Sets up an SQLite file that several processes use at the same time. */

/* How long to wait for a lock, in milliseconds. */
enum { SHARED_DATABASE_PATIENCE_MS = 60 * 1000 };

/*
 * Sets WAL if it is not set, and SHARED_DATABASE_PATIENCE_MS as the busy timeout. SQLite needs
 * the file for itself to change to WAL, and if others open it
 * at the same time it returns SQLITE_BUSY at once, so this function waits instead. Without shared
 * memory the old journal stays. False if it cannot be set up, or others have kept the file for all
 * that time; sqlite3_errmsg says why.
 */
bool shared_database_set_up(sqlite3 *database);

#endif
