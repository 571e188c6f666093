#ifndef SPOTIFY_SYNC_LOADER_H
#define SPOTIFY_SYNC_LOADER_H

#include "error.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Messages into rows, by the statements of schema/load/. They are plain SQL whose parameters name
 * what they want of a message:
 *
 *   $record(PATH)        what stands at the path (common/json.h) in the record: an integer, a real,
 *                        text, 0 or 1 for a boolean, the JSON as a blob for an object or array;
 *                        NULL where it is absent. With [] in the path the statement runs once for
 *                        each element; all such paths of a statement go through one array.
 *   $id(PATH)            the same; where it is NULL the statement does not run
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

enum message_kind { MESSAGE_RECORD, MESSAGE_STATE, MESSAGE_OTHER, MESSAGE_UNKNOWN_STREAM };

/* How many records of a stream made a row or changed one. */
struct load_counts {
    const char *stream;
    int64_t new_rows, updated_rows;
};

/* Prepares all statements on database, which must outlive the loader. NULL with *error on failure.
 */
struct loader *loader_open(sqlite3 *database, struct error *error);

/*
 * Reads a line and, if it is a RECORD of a known stream, stores it: the caller has a transaction
 * open. False with *error when the line is no message that can be stored (EX_DATAERR; a part of the
 * record may have been), or when the database fails (EX_IOERR, EX_OSERR).
 */
bool loader_take(struct loader *loader, const char *line, size_t length, enum message_kind *kind,
                 struct error *error);

/*
 * Looks at a line ahead of taking it: the number of its stream if it is a RECORD of a known one,
 * else -1, and how its key begins, as a number to sort by (0 without a key or when it is not JSON).
 */
void loader_look(struct loader *loader, const char *line, size_t length, int *stream,
                 uint64_t *key);

/* The stream of the line taken last, of *length bytes; valid until the next. */
const char *loader_stream(const struct loader *loader, size_t *length);

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
