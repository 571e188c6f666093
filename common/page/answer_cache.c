#include "page/answer_cache.h"

#include <stdlib.h>
#include <string.h>

enum { ANSWERS = 48, LARGEST_ANSWER = 400 << 10, MOST_BYTES = 2 << 20 };

struct kept_answer {
    char *target; /* NULL: none */
    struct buffer body;
};

struct answer_cache {
    int64_t state;
    size_t next; /* the oldest */
    size_t bytes;
    struct kept_answer answers[ANSWERS];
};

struct answer_cache *answer_cache_new(void)
{
    return calloc(1, sizeof(struct answer_cache));
}

static void forget_answer(struct answer_cache *cache, struct kept_answer *answer)
{
    cache->bytes -= answer->body.length;
    buffer_free(&answer->body);
    free(answer->target);
    answer->target = NULL;
}

/* Forgets what was kept in another state. */
static void enter_state(struct answer_cache *cache, int64_t state)
{
    if (cache->state == state)
        return;
    cache->state = state;
    for (size_t i = 0; i < ANSWERS; i++)
        forget_answer(cache, &cache->answers[i]);
}

bool answer_cache_get(struct answer_cache *cache, int64_t state, const char *target,
                      struct buffer *body)
{
    if (!cache)
        return false;
    enter_state(cache, state);
    for (size_t i = 0; i < ANSWERS; i++) {
        const struct kept_answer *answer = &cache->answers[i];

        if (answer->target && strcmp(answer->target, target) == 0)
            return buffer_append(body, answer->body.bytes, answer->body.length);
    }
    return false;
}

void answer_cache_put(struct answer_cache *cache, int64_t state, const char *target,
                      const char *body, size_t length)
{
    struct kept_answer *answer;

    if (!cache || length > LARGEST_ANSWER)
        return;
    enter_state(cache, state);
    do {
        answer = &cache->answers[cache->next];
        cache->next = (cache->next + 1) % ANSWERS;
        forget_answer(cache, answer);
    } while (cache->bytes + length > MOST_BYTES);
    answer->target = strdup(target);
    if (answer->target && buffer_append(&answer->body, body, length)) {
        cache->bytes += length;
        return;
    }
    forget_answer(cache, answer);
}

void answer_cache_free(struct answer_cache *cache)
{
    if (!cache)
        return;
    for (size_t i = 0; i < ANSWERS; i++)
        forget_answer(cache, &cache->answers[i]);
    free(cache);
}
