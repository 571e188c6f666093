#ifndef SPOTIFY_SYNC_LOADER_H
#define SPOTIFY_SYNC_LOADER_H

#include "error.h"
#include "scanner.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Messages into rows, by the statements of schema/load/. They are plain SQL whose parameters name
 * what they want of a message:
 *
 *   $record(PATH)        what stands at the path (common/json.h) in the record: an integer, a real,
 *                        text, 0 or 1 for a boolean, an empty blob for an object or array;
 *                        NULL where it is absent. With [] in the path the statement runs once for
 *                        each element; all such paths of a statement go through one array.
 *   $needed(PATH)        the same, for a column that is NOT NULL: without it no record can be taken
 *   $id(PATH)            the same as $record; where it is NULL the statement does not run
 *   $key(PATH)           the same as $id, for the key of a row that many messages tell again by
 *                        what stands beside it in its object. The statement, and those behind it
 *                        that go by its effect, take nothing else of the record; they leave a row
 *                        alone whose seen_at is not older, and all of a table's statements with
 *                        $key make the same of the same. So they need not run for a repeat.
 *   $row(PATH)           the same as $record, for the key of a row of such a table, in a statement
 *                        that makes something else of it
 *   $again               the key of a row that newer messages told as it was: the statement runs
 *                        once for it and the newest of their times, ahead of the commit. Each table
 *                        of $key has one.
 *   $again_rowid         in that statement: the row's rowid, NULL where it is not known
 *   $time_extracted      the message's time, with six digits: its time_extracted, else its
 *                        _sdc_deleted_at, else 1970
 *   $fetched_at          the same in whole seconds
 *   $deleted_at          _sdc_deleted_at in whole seconds. A statement that names it runs for
 *                        deleted records only, all others for the rest only.
 *   $changed, $updated, $unchanged
 *                        1. A statement that names one runs only where the last INSERT that names
 *                        none, or an UPDATE behind it, made or changed a row; changed one that was
 *                        there; did nothing.
 *
 * What a stream's first statement does to its row is counted as new or updated.
 */

struct loader;

/* How many records of a stream made a row or changed one. */
struct load_counts {
    const char *stream;
    int64_t new_rows, updated_rows;
};

/* Prepares all statements on database, which must outlive the loader, and asks scanner for what
 * they want; it may be asked for nothing behind that. NULL with *error on failure. */
struct loader *loader_open(sqlite3 *database, struct scanner *scanner, struct error *error);

/*
 * Stores a MESSAGE_RECORD, of which the scanner has kept length bytes: the caller
 * has a transaction open. False with *error when it cannot be stored (EX_DATAERR; a part of it may
 * have been), or when the database fails (EX_IOERR, EX_OSERR).
 */
bool loader_store(struct loader *loader, const struct message *message, const char *kept,
                  size_t length, struct error *error);

/* The counts of all known streams since loader_open; *count is set to how many there are. A caller
 * that rolls back sets them back. */
struct load_counts *loader_counts(struct loader *loader, size_t *count);

/* Stores what was put off. To be called ahead of a commit. False with *error when the database
 * fails (EX_IOERR, EX_OSERR). */
bool loader_settle(struct loader *loader, struct error *error);

/* Forgets what is remembered of stored rows and what was put off: after a rollback, or when others
 * have written. */
void loader_forget(struct loader *loader);

void loader_close(struct loader *loader);

#endif
