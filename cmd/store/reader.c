#include "reader.h"
#include "order.h"

#include <pthread.h>
#include <stdlib.h>

enum { BATCHES = 2 };

struct reader {
    int fd;
    struct lines *lines;
    struct scanner *scanner;
    struct batch batches[BATCHES];
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    /* under the mutex: */
    size_t filled, returned, given_back; /* how many batches have been, ever */
    bool ended, closing;
    struct error error; /* EX_OK unless reading failed */
};

/* Waits for an empty batch; NULL when the reader is closing. */
static struct batch *next_empty(struct reader *reader)
{
    struct batch *batch = NULL;

    (void)pthread_mutex_lock(&reader->mutex);
    while (!reader->closing && reader->filled - reader->given_back == BATCHES)
        (void)pthread_cond_wait(&reader->changed, &reader->mutex);
    if (!reader->closing)
        batch = &reader->batches[reader->filled % BATCHES];
    (void)pthread_mutex_unlock(&reader->mutex);
    return batch;
}

static void *read_batches(void *argument)
{
    struct reader *reader = argument;
    struct batch *batch;
    struct error error = {0};
    bool ended = false;

    (void)pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
    while (!ended && (batch = next_empty(reader))) {
        /* Input may never come. */
        (void)pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
        ended = !batch_read(batch, reader->lines, reader->fd, reader->scanner, &error);
        (void)pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
        ended = ended || batch->last;
        order_batch(batch);
        (void)pthread_mutex_lock(&reader->mutex);
        reader->filled += batch->count > 0;
        reader->ended = ended;
        reader->error = error;
        (void)pthread_cond_signal(&reader->changed);
        (void)pthread_mutex_unlock(&reader->mutex);
    }
    return NULL;
}

struct reader *reader_open(int fd, struct scanner *scanner, struct error *error)
{
    struct reader *reader = calloc(1, sizeof *reader);

    if (!reader) {
        (void)error_no_memory(error);
        return NULL;
    }
    reader->fd = fd;
    reader->scanner = scanner;
    reader->lines = lines_open(fd, error);
    if (!reader->lines)
        goto failed;
    /* These two fail on no system that we know, but may. */
    if (pthread_mutex_init(&reader->mutex, NULL) != 0) {
        (void)error_no_memory(error);
        goto failed;
    }
    if (pthread_cond_init(&reader->changed, NULL) != 0) {
        (void)error_no_memory(error);
        goto failed_with_mutex;
    }
    if (pthread_create(&reader->thread, NULL, read_batches, reader) == 0)
        return reader;
    (void)error_set(error, EX_OSERR, "cannot start a thread");
    (void)pthread_cond_destroy(&reader->changed);
failed_with_mutex:
    (void)pthread_mutex_destroy(&reader->mutex);
failed:
    lines_close(reader->lines);
    free(reader);
    return NULL;
}

bool reader_next(struct reader *reader, struct batch **batch, struct error *error)
{
    bool done = true;

    *batch = NULL;
    (void)pthread_mutex_lock(&reader->mutex);
    reader->given_back = reader->returned;
    (void)pthread_cond_signal(&reader->changed);
    while (reader->filled == reader->returned && !reader->ended)
        (void)pthread_cond_wait(&reader->changed, &reader->mutex);
    if (reader->filled > reader->returned) {
        *batch = &reader->batches[reader->returned++ % BATCHES];
    } else if (reader->error.status != EX_OK) {
        *error = reader->error;
        done = false;
    }
    (void)pthread_mutex_unlock(&reader->mutex);
    return done;
}

bool reader_is_ahead(struct reader *reader)
{
    bool is_ahead;

    (void)pthread_mutex_lock(&reader->mutex);
    is_ahead = reader->filled > reader->returned;
    (void)pthread_mutex_unlock(&reader->mutex);
    return is_ahead;
}

void reader_close(struct reader *reader)
{
    if (!reader)
        return;
    (void)pthread_mutex_lock(&reader->mutex);
    reader->closing = true;
    (void)pthread_cond_signal(&reader->changed);
    (void)pthread_mutex_unlock(&reader->mutex);
    (void)pthread_cancel(reader->thread);
    (void)pthread_join(reader->thread, NULL);
    (void)pthread_cond_destroy(&reader->changed);
    (void)pthread_mutex_destroy(&reader->mutex);
    for (size_t i = 0; i < BATCHES; i++)
        batch_free(&reader->batches[i]);
    lines_close(reader->lines);
    free(reader);
}
