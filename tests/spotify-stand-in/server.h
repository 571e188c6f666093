#ifndef STAND_IN_SERVER_H
#define STAND_IN_SERVER_H

/* The HTTP server: one thread answers, another one holds answers back as long as they should be. */

#include "stand_in.h"

struct server;

/* Listens on 127.0.0.1 (port 0: a free one), fills in in->base and begins to answer. From then on
 * `in` belongs to the server, until server_stop. NULL, with the reason appended, when it cannot. */
struct server *server_start(struct stand_in *in, struct text *why);

/* Ends all connections and frees the server. */
void server_stop(struct server *server);

#endif
