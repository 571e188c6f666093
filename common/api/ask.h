#ifndef SPOTIFY_SYNC_ASK_H
#define SPOTIFY_SYNC_ASK_H

#include "api/api.h"

/* One request to the API, and its answer: for what is not read with a window of requests. */

/* What makes no sense about an answer's body, or NULL. */
typedef const char *ask_check(void *context, jv body);

/*
 * Asks for a path and waits for the answer, API_ANSWERED, the caller's to free. One that `check`,
 * which is called with `context`, finds fault with is asked for again, as api_reject does. Nothing
 * else may be under way on this api. NULL with *error: as api_get and api_wait, the answer's own
 * error, or EXIT_LIMITED, with *reset_at set to when the limit ends.
 */
struct api_answer *ask(struct api *api, const char *endpoint, const char *path, ask_check *check,
                       void *context, int64_t *reset_at, struct error *error);

#endif
