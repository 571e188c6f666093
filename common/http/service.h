#ifndef SPOTIFY_SYNC_SERVICE_H
#define SPOTIFY_SYNC_SERVICE_H

#include "base/error.h"

#include <stdbool.h>

/* One of Spotify's services, to which secrets are sent, at the address that an environment variable
 * sets. */
struct service {
    char *address; /* without a slash at its end */
    bool plain;    /* http, which is only ever loopback */
};

/*
 * Takes the address that the environment variable `variable` holds, or `fallback` if it is not set
 * or empty: https, or plain http to a loopback address, without a user, a password, a query or a
 * fragment. service_free frees it. False with *error: EX_CONFIG for an address that cannot be
 * right, EX_OSERR.
 */
bool service_take(const char *variable, const char *fallback, struct service *service,
                  struct error *error);

void service_free(struct service *service);

#endif
