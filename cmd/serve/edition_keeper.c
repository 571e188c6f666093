#include "edition_keeper.h"
#include "base/timestamp.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    SHARE = 10,           /* editions are made in a tenth of the time at most */
    WAIT_MS = 500,        /* for one that takes little time */
    FIRST_WAIT_MS = 2000, /* for the first one */
    NO_STATE = -1
};

#define LITTLE_TIME (300 * INT64_C(1000))

struct edition_keeper {
    char *path;
    char *zone;
    struct edition *current;
    int64_t number;
    int64_t state;    /* of the library, before the current edition was made */
    int64_t rests_to; /* timestamp_monotonic */
    int64_t took;     /* microseconds */

    pthread_mutex_t mutex; /* of what follows */
    pthread_cond_t made;
    pthread_t thread;
    bool has_thread; /* it was started, and is to be joined */
    bool is_made;
    int64_t made_state;
    struct edition *edition; /* NULL: `error` */
    struct error error;
    int64_t began;
    int64_t made_took;
};

static bool init_condition(pthread_cond_t *condition)
{
    pthread_condattr_t clock;
    bool done;

    if (pthread_condattr_init(&clock) != 0)
        return false;
    done = pthread_condattr_setclock(&clock, CLOCK_MONOTONIC) == 0 &&
           pthread_cond_init(condition, &clock) == 0;
    (void)pthread_condattr_destroy(&clock);
    return done;
}

struct edition_keeper *edition_keeper_open(const char *path, const char *zone, struct error *error)
{
    struct edition_keeper *keeper = calloc(1, sizeof *keeper);

    if (keeper && (keeper->path = strdup(path)) && (keeper->zone = strdup(zone)) &&
        init_condition(&keeper->made)) {
        keeper->state = NO_STATE;
        if (pthread_mutex_init(&keeper->mutex, NULL) == 0)
            return keeper;
        (void)pthread_cond_destroy(&keeper->made);
    }
    if (keeper) {
        free(keeper->path);
        free(keeper->zone);
    }
    free(keeper);
    (void)error_no_memory(error);
    return NULL;
}

static void *make_edition(void *context)
{
    struct edition_keeper *keeper = context;
    struct error error = {0};
    struct edition *edition = edition_make(keeper->path, keeper->zone, &error);

    (void)pthread_mutex_lock(&keeper->mutex);
    keeper->edition = edition;
    keeper->error = error;
    keeper->made_took = timestamp_monotonic() - keeper->began;
    keeper->is_made = true;
    (void)pthread_cond_signal(&keeper->made);
    (void)pthread_mutex_unlock(&keeper->mutex);
    return NULL;
}

/* Waits until the thread is done, but no longer than this. Whether it is. */
static bool wait_for_thread(struct edition_keeper *keeper, int64_t milliseconds)
{
    int64_t until = timestamp_monotonic() + milliseconds * 1000;
    const struct timespec deadline = {.tv_sec = (time_t)(until / TIMESTAMP_SECOND),
                                      .tv_nsec = (long)(until % TIMESTAMP_SECOND * 1000)};
    bool is_made;

    (void)pthread_mutex_lock(&keeper->mutex);
    while (!keeper->is_made && milliseconds > 0 &&
           pthread_cond_timedwait(&keeper->made, &keeper->mutex, &deadline) == 0)
        ;
    is_made = keeper->is_made;
    (void)pthread_mutex_unlock(&keeper->mutex);
    return is_made;
}

/* Takes the edition that was made, or keeps the last one. */
static bool take_edition(struct edition_keeper *keeper, struct error *error)
{
    (void)pthread_join(keeper->thread, NULL);
    keeper->has_thread = false;
    keeper->rests_to = timestamp_monotonic() + keeper->made_took * SHARE;
    keeper->took = keeper->made_took;
    if (!keeper->edition) {
        *error = keeper->error;
        return false;
    }
    edition_close(keeper->current);
    keeper->current = keeper->edition;
    keeper->edition = NULL;
    keeper->state = keeper->made_state;
    keeper->number++;
    return true;
}

/* Three editions at a time are too many: while one is held, no other is made. */
static bool may_start(const struct edition_keeper *keeper, int64_t state)
{
    return !keeper->has_thread && state != keeper->state &&
           (!keeper->current ||
            (timestamp_monotonic() >= keeper->rests_to && !edition_is_held(keeper->current)));
}

static bool start_thread(struct edition_keeper *keeper, int64_t state, struct error *error)
{
    keeper->is_made = false;
    keeper->made_state = state;
    keeper->began = timestamp_monotonic();
    if (pthread_create(&keeper->thread, NULL, make_edition, keeper) != 0)
        return error_set(error, EX_OSERR, "cannot start a thread");
    keeper->has_thread = true;
    return true;
}

void edition_keeper_renew(struct edition_keeper *keeper, int64_t state)
{
    struct error ignored;

    if (keeper->has_thread && wait_for_thread(keeper, 0))
        (void)take_edition(keeper, &ignored);
    if (may_start(keeper, state) && timestamp_monotonic() >= keeper->rests_to)
        (void)start_thread(keeper, state, &ignored);
}

struct edition *edition_keeper_get(struct edition_keeper *keeper, int64_t state,
                                   struct error *error)
{
    int64_t patience = !keeper->current ? FIRST_WAIT_MS : keeper->took < LITTLE_TIME ? WAIT_MS : 0;

    *error = (struct error){0};
    if (keeper->has_thread && wait_for_thread(keeper, 0) && !take_edition(keeper, error) &&
        !keeper->current)
        return NULL;
    if (may_start(keeper, state) && !start_thread(keeper, state, error))
        return keeper->current;
    if (keeper->has_thread && wait_for_thread(keeper, patience) && !take_edition(keeper, error) &&
        !keeper->current)
        return NULL;
    if (!keeper->current && !error->status)
        (void)error_set(error, EX_UNAVAILABLE,
                        "the library is being read, which takes a few seconds: try again");
    return keeper->current;
}

bool edition_keeper_is_waited_for(const struct edition_keeper *keeper)
{
    return keeper->has_thread && !keeper->current;
}

int64_t edition_keeper_number(const struct edition_keeper *keeper)
{
    return keeper->current ? keeper->number : 0;
}

void edition_keeper_forget(struct edition_keeper *keeper)
{
    if (keeper->has_thread) {
        (void)pthread_join(keeper->thread, NULL);
        keeper->has_thread = false;
        edition_close(keeper->edition);
        keeper->edition = NULL;
    }
    edition_close(keeper->current);
    keeper->current = NULL;
    keeper->state = NO_STATE;
    keeper->rests_to = 0;
}

void edition_keeper_close(struct edition_keeper *keeper)
{
    if (!keeper)
        return;
    edition_keeper_forget(keeper);
    (void)pthread_cond_destroy(&keeper->made);
    (void)pthread_mutex_destroy(&keeper->mutex);
    free(keeper->path);
    free(keeper->zone);
    free(keeper);
}
