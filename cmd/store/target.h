#ifndef SPOTIFY_SYNC_TARGET_H
#define SPOTIFY_SYNC_TARGET_H

#include "base/error.h"
#include "message_batch.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * A target in Singer's sense: stores batches in a library, several in one transaction, and prints
 * the newest STATE line of what is committed on standard output.
 */

struct target;

struct target_options {
    bool no_state;         /* print no STATE lines */
    bool skip_bad_lines;   /* count the lines that cannot be stored, and go on */
    const char *count_for; /* add the counts of rows to these of a sync (sync_counts.h), or NULL */
};

/* The options must outlive it. NULL with *error as parser_open, loader_open or library_error. */
struct target *target_open(sqlite3 *database, const struct target_options *options,
                           struct error *error);

/* The parser for batches of this target, which owns it. */
struct parser *target_parser(struct target *target);

/*
 * Stores a batch that was read from `file` (a name for a person), in a transaction that stays open;
 * one that is not valid begins a new one. False with *error at a line that cannot be stored
 * (EX_DATAERR, and *error names file and line), after everything before it is committed and its
 * STATE printed; or when the database or standard output fails (EX_IOERR, EX_OSERR), or the tables
 * are not those of this program (EX_SOFTWARE). If the database does, nothing of the transaction is
 * committed.
 */
bool target_store(struct target *target, const struct message_batch *batch, const char *file,
                  struct error *error);

/* Commits the open transaction, if there is one. False with *error when the database fails, with
 * nothing committed, or standard output. */
bool target_commit(struct target *target, struct error *error);

/* The number of lines that were skipped. */
size_t target_skipped(const struct target *target);

/* The number of records that are stored and committed. */
size_t target_stored(const struct target *target);

void target_close(struct target *target);

#endif
