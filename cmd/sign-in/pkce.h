#ifndef SPOTIFY_SYNC_PKCE_H
#define SPOTIFY_SYNC_PKCE_H

#include "base/error.h"

#include <stdbool.h>

/* Proof Key for Code Exchange (RFC 7636) with S256, and the state of RFC 6749. */

enum { PKCE_TEXT = 44 }; /* 32 bytes in base64url, and a NUL */

struct pkce {
    char verifier[PKCE_TEXT]; /* secret until the code is exchanged */
    char challenge[PKCE_TEXT];
    char state[PKCE_TEXT];
};

/* Makes new ones of random bytes. False with *error (EX_OSERR) when there are none. */
bool pkce_make(struct pkce *pkce, struct error *error);

#endif
