#include "delays.h"

#include "moment.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

struct delay {
    int64_t due_us;
    void *thing;
};

struct delays {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    void (*wake)(void *thing);
    bool stopping;
    /* A heap: the earliest is the first. */
    struct delay *heap;
    size_t count;
    size_t capacity;
};

static void swap(struct delay *a, struct delay *b)
{
    struct delay kept = *a;
    *a = *b;
    *b = kept;
}

static void push(struct delays *delays, struct delay delay)
{
    if (delays->count == delays->capacity) {
        delays->capacity = delays->capacity * 2 + 64;
        delays->heap = must_resize(delays->heap, delays->capacity, sizeof *delays->heap);
    }
    size_t at = delays->count++;
    delays->heap[at] = delay;
    for (; at > 0 && delays->heap[at].due_us < delays->heap[(at - 1) / 2].due_us; at = (at - 1) / 2)
        swap(&delays->heap[at], &delays->heap[(at - 1) / 2]);
}

static struct delay pop(struct delays *delays)
{
    struct delay *heap = delays->heap;
    struct delay first = heap[0];
    size_t at = 0;

    heap[0] = heap[--delays->count];
    for (;;) {
        size_t least = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < delays->count; child++) {
            if (heap[child].due_us < heap[least].due_us)
                least = child;
        }
        if (least == at)
            return first;
        swap(&heap[at], &heap[least]);
        at = least;
    }
}

static void *run(void *argument)
{
    struct delays *delays = argument;

    (void)pthread_mutex_lock(&delays->lock);
    while (!delays->stopping || delays->count > 0) {
        if (delays->count == 0) {
            (void)pthread_cond_wait(&delays->changed, &delays->lock);
            continue;
        }
        int64_t due_us = delays->heap[0].due_us;
        if (!delays->stopping && due_us > moment_monotonic_us()) {
            struct timespec until = {.tv_sec = due_us / 1000000,
                                     .tv_nsec = due_us % 1000000 * 1000};
            (void)pthread_cond_timedwait(&delays->changed, &delays->lock, &until);
            continue;
        }
        struct delay delay = pop(delays);
        delays->wake(delay.thing);
    }
    (void)pthread_mutex_unlock(&delays->lock);
    return NULL;
}

struct delays *delays_start(void (*wake)(void *thing))
{
    struct delays *delays = must_resize(NULL, 1, sizeof *delays);
    pthread_condattr_t attributes;

    *delays = (struct delays){.wake = wake};
    /* None of these can fail with default attributes and a clock that exists. */
    (void)pthread_mutex_init(&delays->lock, NULL);
    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&delays->changed, &attributes);
    (void)pthread_condattr_destroy(&attributes);
    if (pthread_create(&delays->thread, NULL, run, delays) != 0) {
        free(delays);
        return NULL;
    }
    return delays;
}

void delays_add(struct delays *delays, int64_t due_us, void *thing)
{
    (void)pthread_mutex_lock(&delays->lock);
    if (delays->stopping) {
        delays->wake(thing);
    } else {
        push(delays, (struct delay){due_us, thing});
        (void)pthread_cond_signal(&delays->changed);
    }
    (void)pthread_mutex_unlock(&delays->lock);
}

void delays_stop(struct delays *delays)
{
    (void)pthread_mutex_lock(&delays->lock);
    delays->stopping = true;
    (void)pthread_cond_signal(&delays->changed);
    (void)pthread_mutex_unlock(&delays->lock);
    (void)pthread_join(delays->thread, NULL);
}

void delays_free(struct delays *delays)
{
    (void)pthread_cond_destroy(&delays->changed);
    (void)pthread_mutex_destroy(&delays->lock);
    free(delays->heap);
    free(delays);
}
