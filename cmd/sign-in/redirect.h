#ifndef SPOTIFY_SYNC_REDIRECT_H
#define SPOTIFY_SYNC_REDIRECT_H

#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Reads the query that the accounts service adds to the redirect URI (RFC 6749, section 4.1.2), and
 * appends its code. False with *error: EX_NOPERM if the state is another, or the user was not
 * signed in; EX_PROTOCOL if there is no code.
 */
bool redirect_read(const char *query, size_t length, const char *state, struct buffer *code,
                   struct error *error);

#endif
