#ifndef SPOTIFY_SYNC_LIBRARY_OWNER_ID_H
#define SPOTIFY_SYNC_LIBRARY_OWNER_ID_H

#include "base/error.h"

#include <sqlite3.h>

/* The id of the account that a library belongs to, or of its user if that is not known; the
 * caller's to free. NULL with *error: EX_DATAERR if it belongs to nobody, as
 * library_snapshot_error. */
char *owner_read_id(sqlite3 *database, struct error *error);

#endif
