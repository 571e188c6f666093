#ifndef SPOTIFY_SYNC_INTAKE_H
#define SPOTIFY_SYNC_INTAKE_H

#include "base/error.h"
#include "batch.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * Batches into a library, some in one transaction; what is committed is told by its newest STATE
 * line on standard output.
 */

struct intake;

/* skip_bad_lines: count the lines that cannot be taken, and go on. NULL with *error as loader_open,
 * scanner_open or library_error. */
struct intake *intake_open(sqlite3 *database, bool skip_bad_lines, struct error *error);

/* The scanner for batches of this intake, whose it stays. */
struct scanner *intake_scanner(struct intake *intake);

/*
 * Stores a batch that was read from `file` (a name for a person), in a transaction that stays open;
 * one that is not plain begins a new one. False with *error: at a line that cannot be taken
 * (EX_DATAERR, and *error names file and line), with all before it committed and told; or when the
 * database or standard output fails (EX_IOERR, EX_OSERR), with nothing of the transaction committed
 * in the first case.
 */
bool intake_batch(struct intake *intake, const struct batch *batch, const char *file,
                  struct error *error);

/* Commits what is not yet, if anything. False with *error when the database fails, with nothing
 * committed, or standard output. */
bool intake_commit(struct intake *intake, struct error *error);

/* How many lines were skipped. */
size_t intake_skipped(const struct intake *intake);

void intake_close(struct intake *intake);

#endif
