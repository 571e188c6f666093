#ifndef SPOTIFY_SYNC_COMMIT_PACE_H
#define SPOTIFY_SYNC_COMMIT_PACE_H

#include "base/error.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * When to commit while there is more to store. Keys are random, so that a commit of many rows
 * writes nearly every page of the indexes: a transaction grows with the database.
 */

struct commit_pace;

/* The database must outlive it. NULL with *error on failure (EX_OSERR, or as library_error). */
struct commit_pace *commit_pace_open(sqlite3 *database, struct error *error);

/* To be called before a transaction begins, or while it is open. After a long transaction it waits
 * until others that want to write had their turn. False with *error as library_error. */
bool commit_pace_begin(struct commit_pace *pace, struct error *error);

/*
 * Notes that messages of so many bytes (struct message_batch) were stored in the transaction.
 * *is_due is whether to commit it: it has been open for 150 ms, and has stored as much as the
 * database held before, or has been open for ten seconds. One that goes on makes the database's
 * cache larger, once and for all. False with *error as library_error.
 */
bool commit_pace_note(struct commit_pace *pace, size_t bytes, bool *is_due, struct error *error);

/* To be called when the transaction has been committed. */
void commit_pace_end(struct commit_pace *pace);

void commit_pace_close(struct commit_pace *pace);

#endif
