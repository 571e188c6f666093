#ifndef SPOTIFY_SYNC_SHARED_DATABASE_H
#define SPOTIFY_SYNC_SHARED_DATABASE_H

#include <sqlite3.h>
#include <stdbool.h>

/* What is to be done with any SQLite file that several processes use at the same time. */

/* How long a lock is waited for, in milliseconds. */
enum { SHARED_DATABASE_PATIENCE_MS = 60 * 1000 };

/*
 * Sets WAL where it is not set, and SHARED_DATABASE_PATIENCE_MS as the busy timeout. SQLite needs
 * the file for itself to change to WAL, and where others open it at the same time it answers
 * SQLITE_BUSY at once instead of waiting, so that the waiting is done here. Where shared memory is
 * not to be had, the old journal stays. False when it cannot be set, or others have kept the file
 * for all that time; sqlite3_errmsg tells why.
 */
bool shared_database_set_up(sqlite3 *database);

#endif
