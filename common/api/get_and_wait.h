#ifndef SPOTIFY_SYNC_GET_AND_WAIT_H
#define SPOTIFY_SYNC_GET_AND_WAIT_H

#include "api/api.h"

/*
 * One request and its answer: api_get, and api_wait until the answer is there. Returns an answer
 * that is API_ANSWERED, the caller's to free; its context is what `check` was called with. NULL
 * with *error: as api_get and api_wait, or the answer's own error.
 */
struct api_answer *api_get_and_wait(struct api *api, const char *endpoint, const char *path,
                                    api_check *check, void *context, struct error *error);

#endif
