#ifndef SPOTIFY_SYNC_LIBRARY_CONTAINS_H
#define SPOTIFY_SYNC_LIBRARY_CONTAINS_H

#include "api/api.h"

#include <stddef.h>

/* Asks which things the account has saved. */

enum { LIBRARY_CONTAINS_MOST = 40 };

/*
 * Requests this of `count` things, at most LIBRARY_CONTAINS_MOST, whose URIs these are, separated
 * by commas. Returns the answer, whatever its outcome, the caller's to free. NULL with *error as
 * api_get and api_wait.
 */
struct api_answer *library_contains_ask(struct api *api, const char *uris, size_t count,
                                        struct error *error);

/* Whether an answer that is API_ANSWERED says that thing number `i` is saved. */
bool library_contains_at(const struct api_answer *answer, size_t i);

#endif
