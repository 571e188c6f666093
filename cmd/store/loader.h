#ifndef SPOTIFY_SYNC_LOADER_H
#define SPOTIFY_SYNC_LOADER_H

#include "base/error.h"
#include "message.h"
#include "parser.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Records into rows, by the statements of schema/load/ (statement.h). What a stream's first
 * statement does to its row is counted as new or updated.
 */

struct loader;

/* How many records of a stream made a row or changed one. */
struct load_counts {
    const char *stream;
    int64_t new_rows, updated_rows;
};

/* Both must outlive the loader. NULL with *error as load_plan_new. */
struct loader *loader_open(sqlite3 *database, struct parser *parser, struct error *error);

/*
 * Stores a MESSAGE_RECORD with the values of its fields (record.h) in the caller's open
 * transaction. False with *error when it cannot be stored (EX_DATAERR; a part of it may have been),
 * when the database fails (EX_IOERR, EX_OSERR), or as load_plan_stream.
 */
bool loader_store(struct loader *loader, const struct message *message, const char *values,
                  struct error *error);

/* The counts of all known streams since loader_open; *count is set to how many there are. A caller
 * that rolls back sets them back. */
struct load_counts *loader_counts(struct loader *loader, size_t *count);

/* Stores what was deferred, and how new the newest record is. To be called before a commit. False
 * with *error when the database fails (EX_IOERR, EX_OSERR). */
bool loader_settle(struct loader *loader, struct error *error);

/* Forgets what is remembered of stored rows, and what was deferred: after a rollback, or when
 * others have written. */
void loader_forget(struct loader *loader);

void loader_close(struct loader *loader);

#endif
