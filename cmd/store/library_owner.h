#ifndef SPOTIFY_SYNC_LIBRARY_OWNER_H
#define SPOTIFY_SYNC_LIBRARY_OWNER_H

#include "base/error.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

/* The account that a library belongs to: records that name their account (singer/account_key.h) are
 * stored only if it is this one. */

struct library_owner;

/* NULL with *error (EX_OSERR). The database must outlive it. */
struct library_owner *library_owner_open(sqlite3 *database, struct error *error);

/*
 * Looks whether a record of the account of this id may be stored. A library that belongs to nobody
 * then belongs to that account, in the caller's open transaction. If only its owner's name is
 * known, it takes the records of any one account. False with *error: EX_DATAERR if it belongs to
 * another one, or as library_error.
 */
bool library_owner_takes(struct library_owner *owner, const char *id, size_t length,
                         struct error *error);

/* Forgets who it is: after a rollback, or when others have written. */
void library_owner_forget(struct library_owner *owner);

void library_owner_close(struct library_owner *owner);

#endif
