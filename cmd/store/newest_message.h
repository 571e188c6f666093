#ifndef SPOTIFY_SYNC_NEWEST_MESSAGE_H
#define SPOTIFY_SYNC_NEWEST_MESSAGE_H

#include "base/error.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * The newest time of all records that were stored, in the table newest_message: store reads no
 * clock, but whoever does can see there whether any row carries a time after it.
 */

struct newest_message;

/* NULL with *error on failure (EX_OSERR, or as library_error). The database must outlive it. */
struct newest_message *newest_message_open(sqlite3 *database, struct error *error);

/* Notes the time (timestamp.h) of a record that was stored. */
void newest_message_note(struct newest_message *newest, int64_t time);

/* Writes the newest time that was noted, if the table has none as new. To be called before a
 * commit. False with *error when the database fails. */
bool newest_message_settle(struct newest_message *newest, struct error *error);

/* Forgets what was noted and not written: after a rollback. */
void newest_message_forget(struct newest_message *newest);

void newest_message_close(struct newest_message *newest);

#endif
