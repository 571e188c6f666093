#ifndef SPOTIFY_SYNC_TRANSACTION_H
#define SPOTIFY_SYNC_TRANSACTION_H

#include "base/error.h"
#include "loader.h"
#include "sync_counts.h"

#include <sqlite3.h>
#include <stdbool.h>

/* Transactions of the database in which a loader stores records: its counts and what it remembers
 * go back with them. */

struct transaction;

/* None is open. What each stores is added to sync_counts, if that is not NULL. All three must
 * outlive it. NULL with *error on failure (EX_OSERR, or as library_error). */
struct transaction *transaction_new(sqlite3 *database, struct loader *loader,
                                    struct sync_counts *sync_counts, struct error *error);

bool transaction_is_open(const struct transaction *transaction);

/* Begins one, with the write lock. False with *error as library_error. */
bool transaction_begin(struct transaction *transaction, struct error *error);

/* What became of a record. */
enum outcome { STORED, REFUSED, FAILED };

/* Stores a record as loader_store, but leaves nothing of one that cannot be stored: that is
 * REFUSED, with *error. FAILED with *error when the database fails. */
enum outcome transaction_try(struct transaction *transaction, const struct message *message,
                             const char *values, struct error *error);

/* Commits the open one. False with *error as library_error, with nothing committed. */
bool transaction_commit(struct transaction *transaction, struct error *error);

/* Undoes the open one. */
void transaction_roll_back(struct transaction *transaction);

void transaction_free(struct transaction *transaction);

#endif
