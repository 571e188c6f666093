#ifndef SPOTIFY_SYNC_LISTENS_H
#define SPOTIFY_SYNC_LISTENS_H

#include "base/error.h"

#include <sqlite3.h>
#include <stdbool.h>

/*
 * Which plays of the API and rows of the streaming history are one: the table listen_matches, kept
 * up to date for the plays that the statements of schema/load/ put into listens_due. It depends on
 * what the tables hold and not on the order in which that came.
 */

struct listens;

/* NULL with *error on failure (EX_OSERR, or as library_error). */
struct listens *listens_open(sqlite3 *database, struct error *error);

/* Looks at the due plays. To be called ahead of a commit. False with *error when the database fails
 * (EX_IOERR, EX_OSERR). */
bool listens_settle(struct listens *listens, struct error *error);

void listens_close(struct listens *listens);

#endif
