#ifndef SPOTIFY_SYNC_HTTP_H
#define SPOTIFY_SYNC_HTTP_H

#include "base/buffer.h"

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>

/* What holds for every request that carries a secret to one of Spotify's services (url.h). */

/* An answer's body as it arrives. */
struct http_body {
    struct buffer bytes;
    size_t most; /* a longer one ends the request with CURLE_WRITE_ERROR */
};

/*
 * Prepares a request to a URL of a service whose address is `plain` http or not: by that protocol
 * alone, without following a redirect, and to a loopback address not through a proxy. Its answer
 * goes into *body, which outlives it. False when libcurl does not take that.
 */
bool http_prepare(CURL *easy, const char *url, bool plain, struct http_body *body);

#endif
