#ifndef SPOTIFY_SYNC_ANSWER_CACHE_H
#define SPOTIFY_SYNC_ANSWER_CACHE_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stdint.h>

/* The last answers, 48 of them and 2 MiB at most, none larger than 400 KiB, for as long as what
 * they are of stays as it is. */

struct answer_cache;

/* NULL if there is no memory, which every function below takes for a cache without answers. */
struct answer_cache *answer_cache_new(void);

/* Appends the answer to a target that was kept in this state. Whether there is one. */
bool answer_cache_get(struct answer_cache *cache, int64_t state, const char *target,
                      struct buffer *body);

/* Keeps an answer, in place of the oldest. */
void answer_cache_put(struct answer_cache *cache, int64_t state, const char *target,
                      const char *body, size_t length);

void answer_cache_free(struct answer_cache *cache);

#endif
