#ifndef SPOTIFY_SYNC_TOKEN_H
#define SPOTIFY_SYNC_TOKEN_H

#include "error.h"

#include <stdbool.h>

/*
 * The access token of RFC 6750 that requests carry: SPOTIFY_ACCESS_TOKEN from the environment. A
 * token never goes into a message, an argument or a log.
 */

/*
 * Returns the token; it stays the environment's. NULL with *error (EX_NOPERM) when nobody is signed
 * in, or when what the variable holds cannot be a token (RFC 6750, section 2.1).
 */
const char *token_get(struct error *error);

#endif
