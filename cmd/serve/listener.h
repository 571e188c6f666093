#ifndef SPOTIFY_SYNC_LISTENER_H
#define SPOTIFY_SYNC_LISTENER_H

#include "base/error.h"

#include <stddef.h>

/* Room for an address with its port, as a Host header has it. */
enum { LISTENER_NAME = 80 };

/*
 * Listens on a numeric address of this machine, on a port, or on a free one for port 0. Writes to
 * `name` what a Host header calls it, and to *port_used the port. Returns the socket, the caller's
 * to close; -1 with *error for what is no such address (EX_USAGE), a port that is taken or not
 * allowed (EX_UNAVAILABLE), or EX_OSERR.
 */
int listener_open(const char *address, long port, char name[static LISTENER_NAME],
                  unsigned *port_used, struct error *error);

#endif
