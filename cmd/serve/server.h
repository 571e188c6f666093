#ifndef SPOTIFY_SYNC_SERVER_H
#define SPOTIFY_SYNC_SERVER_H

#include "base/error.h"
#include "exchange.h"
#include "guard.h"

/*
 * Speaks HTTP, in a thread of its own, with whoever the guard admits. All requests are answered one
 * after the other. Connections, time, headers and bodies are limited.
 */

struct server;

/* Serves on a listening socket, which is the server's from now on, even on failure. The guard and
 * the context stay the caller's. NULL with *error (EX_OSERR). */
struct server *server_start(int listener, const struct guard *guard, exchange_answer *answer,
                            void *context, struct error *error);

/* Ends connections that take too long. To be called every second or so, by any thread. */
void server_tick(struct server *server);

/* Answers what is being answered, and ends. */
void server_stop(struct server *server);

#endif
