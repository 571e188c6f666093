#ifndef SPOTIFY_SYNC_URL_H
#define SPOTIFY_SYNC_URL_H

#include "base/error.h"

#include <stdbool.h>

/* The address of a service to which secrets are sent, as an environment variable sets it. */
struct url {
    char *text; /* without a slash at its end */
    bool plain; /* http, which is only ever loopback */
};

/*
 * Takes the address that the environment variable `variable` holds, or `fallback` where it is not
 * set or empty: https, or plain http to a loopback address, without a user, a password, a query and
 * a fragment. To be freed by url_free. False with *error: EX_CONFIG for an address that cannot be
 * right, EX_OSERR.
 */
bool url_take(const char *variable, const char *fallback, struct url *url, struct error *error);

void url_free(struct url *url);

#endif
