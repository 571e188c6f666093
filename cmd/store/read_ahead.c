#include "read_ahead.h"
#include "batch_order.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { BATCHES = 2, DOUBLED_AFTER = 24 };

struct read_ahead {
    struct batch_input input;
    struct parser *parser;
    struct message_batch batches[BATCHES];
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    /* under the mutex: */
    size_t filled, returned, given_back; /* how many batches have been, ever */
    bool ended, closing;
    struct error error; /* EX_OK unless reading failed */
};

/* Waits for an empty batch; NULL when the thread is to end. */
static struct message_batch *next_empty(struct read_ahead *ahead)
{
    struct message_batch *batch = NULL;

    (void)pthread_mutex_lock(&ahead->mutex);
    while (!ahead->closing && ahead->filled - ahead->given_back == BATCHES)
        (void)pthread_cond_wait(&ahead->changed, &ahead->mutex);
    if (!ahead->closing)
        batch = &ahead->batches[ahead->filled % BATCHES];
    (void)pthread_mutex_unlock(&ahead->mutex);
    return batch;
}

static void *read_batches(void *argument)
{
    struct read_ahead *ahead = argument;
    struct message_batch *batch;
    struct error error = {0};
    bool ended = false, backwards = false;
    int number = 0;

    (void)pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
    while (!ended && (batch = next_empty(ahead))) {
        /* Input may never come. */
        (void)pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
        ended = !message_batch_read(batch, &ahead->input, ahead->parser, &error);
        (void)pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
        ended = ended || batch->last;
        batch_order(batch, backwards);
        backwards = !backwards;
        /* Small batches are quickest as long as the indexes are small. */
        if (++number % DOUBLED_AFTER == 0 && ahead->input.doublings < BATCH_MOST_DOUBLINGS)
            ahead->input.doublings++;
        (void)pthread_mutex_lock(&ahead->mutex);
        ahead->filled += batch->count > 0;
        ahead->ended = ended;
        ahead->error = error;
        (void)pthread_cond_signal(&ahead->changed);
        (void)pthread_mutex_unlock(&ahead->mutex);
    }
    return NULL;
}

struct read_ahead *read_ahead_open(int fd, int output_fd, struct parser *parser,
                                   struct error *error)
{
    struct read_ahead *ahead = calloc(1, sizeof *ahead);
    struct stat file;

    if (!ahead) {
        (void)error_no_memory(error);
        return NULL;
    }
    ahead->input =
        (struct batch_input){.lines = lines_open(fd, error), .fd = fd, .output_fd = output_fd};
    ahead->input.is_file = fstat(fd, &file) == 0 && S_ISREG(file.st_mode);
    ahead->parser = parser;
    if (!ahead->input.lines)
        goto failed;
    /* These two do not fail on any system that we know, but they may. */
    if (pthread_mutex_init(&ahead->mutex, NULL) != 0) {
        (void)error_no_memory(error);
        goto failed;
    }
    if (pthread_cond_init(&ahead->changed, NULL) != 0) {
        (void)error_no_memory(error);
        goto failed_with_mutex;
    }
    if (pthread_create(&ahead->thread, NULL, read_batches, ahead) == 0)
        return ahead;
    (void)error_set(error, EX_OSERR, "cannot start a thread");
    (void)pthread_cond_destroy(&ahead->changed);
failed_with_mutex:
    (void)pthread_mutex_destroy(&ahead->mutex);
failed:
    lines_close(ahead->input.lines);
    free(ahead);
    return NULL;
}

bool read_ahead_next(struct read_ahead *ahead, struct message_batch **batch, struct error *error)
{
    bool done = true;

    *batch = NULL;
    (void)pthread_mutex_lock(&ahead->mutex);
    ahead->given_back = ahead->returned;
    (void)pthread_cond_signal(&ahead->changed);
    while (ahead->filled == ahead->returned && !ahead->ended)
        (void)pthread_cond_wait(&ahead->changed, &ahead->mutex);
    if (ahead->filled > ahead->returned) {
        *batch = &ahead->batches[ahead->returned++ % BATCHES];
    } else if (ahead->error.status != EX_OK) {
        *error = ahead->error;
        done = false;
    }
    (void)pthread_mutex_unlock(&ahead->mutex);
    return done;
}

bool read_ahead_is_ready(struct read_ahead *ahead)
{
    bool is_ready;

    (void)pthread_mutex_lock(&ahead->mutex);
    is_ready = ahead->filled > ahead->returned || (ahead->input.is_file && !ahead->ended);
    (void)pthread_mutex_unlock(&ahead->mutex);
    return is_ready;
}

void read_ahead_close(struct read_ahead *ahead)
{
    if (!ahead)
        return;
    (void)pthread_mutex_lock(&ahead->mutex);
    ahead->closing = true;
    (void)pthread_cond_signal(&ahead->changed);
    (void)pthread_mutex_unlock(&ahead->mutex);
    (void)pthread_cancel(ahead->thread);
    (void)pthread_join(ahead->thread, NULL);
    (void)pthread_cond_destroy(&ahead->changed);
    (void)pthread_mutex_destroy(&ahead->mutex);
    for (size_t i = 0; i < BATCHES; i++)
        message_batch_free(&ahead->batches[i]);
    lines_close(ahead->input.lines);
    free(ahead);
}
