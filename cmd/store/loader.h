#ifndef SPOTIFY_SYNC_LOADER_H
#define SPOTIFY_SYNC_LOADER_H

#include "base/error.h"
#include "scanner.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Records into rows, by the statements of schema/load/ (statements.h). What a stream's first
 * statement does to its row is counted as new or updated.
 */

struct loader;

/* How many records of a stream made a row or changed one. */
struct load_counts {
    const char *stream;
    int64_t new_rows, updated_rows;
};

/* Prepares all statements on database, which must outlive the loader, and asks scanner for what
 * they want. NULL with *error as statements_prepare. */
struct loader *loader_open(sqlite3 *database, struct scanner *scanner, struct error *error);

/*
 * Stores a MESSAGE_RECORD, of which `record` is what the scanner kept (kept.h): the caller has a
 * transaction open. False with *error when it cannot be stored (EX_DATAERR; a part of it may have
 * been), or when the database fails (EX_IOERR, EX_OSERR).
 */
bool loader_store(struct loader *loader, const struct message *message, const char *record,
                  struct error *error);

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
