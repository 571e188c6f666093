#ifndef SPOTIFY_SYNC_BEARER_TOKEN_H
#define SPOTIFY_SYNC_BEARER_TOKEN_H

#include <stdbool.h>

/* Whether this can be an access token (RFC 6750, section 2.1). */
bool bearer_token_is_valid(const char *text);

#endif
