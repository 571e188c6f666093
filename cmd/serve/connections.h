#ifndef SPOTIFY_SYNC_CONNECTIONS_H
#define SPOTIFY_SYNC_CONNECTIONS_H

#include "base/error.h"

#include <stdbool.h>

/*
 * The connections of a server, so that none of them can keep it busy: one that has not completed a
 * request for CONNECTIONS_PATIENCE seconds is cut, however slowly bytes trickle, and if there are
 * more than CONNECTIONS_MOST, the oldest that never had the cookie goes. May be used by several
 * threads.
 */

enum { CONNECTIONS_MOST = 64, CONNECTIONS_PATIENCE = 40 };

struct connections;
struct connection_entry;

/* NULL with *error (EX_OSERR) if there is no memory. */
struct connections *connections_new(struct error *error);

/* A connection has come, with a socket that stays open until connections_remove. NULL if it cannot
 * be kept account of, and has been cut. */
struct connection_entry *connections_add(struct connections *connections, int fd);

/* It has completed a request; `known` if that had the cookie. A NULL entry is none. */
void connections_completed(struct connections *connections, struct connection_entry *entry,
                           bool known);

/* It ends. A NULL entry is none. */
void connections_remove(struct connections *connections, struct connection_entry *entry);

/* Cuts those that have taken too long. To be called every second or so. */
void connections_sweep(struct connections *connections);

/* There are no entries left. */
void connections_free(struct connections *connections);

#endif
