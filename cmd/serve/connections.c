#include "connections.h"
#include "base/timestamp.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>

struct connection_entry {
    struct connection_entry *previous, *next; /* the oldest first */
    int fd;
    bool known;
    bool cut;
    int64_t since; /* when it came, or completed its last request */
};

struct connections {
    pthread_mutex_t mutex;
    struct connection_entry *first, *last;
    unsigned count; /* of those that are not cut */
};

struct connections *connections_new(struct error *error)
{
    struct connections *connections = calloc(1, sizeof *connections);

    if (!connections || pthread_mutex_init(&connections->mutex, NULL) != 0) {
        free(connections);
        (void)error_no_memory(error);
        return NULL;
    }
    return connections;
}

/* The server notices, and removes it. */
static void cut_connection(struct connections *connections, struct connection_entry *entry)
{
    if (entry->cut)
        return;
    entry->cut = true;
    connections->count--;
    (void)shutdown(entry->fd, SHUT_RDWR);
}

static void cut_oldest(struct connections *connections)
{
    struct connection_entry *oldest = NULL;

    for (struct connection_entry *entry = connections->first; entry; entry = entry->next) {
        if (entry->cut)
            continue;
        if (!oldest)
            oldest = entry;
        if (!entry->known) {
            oldest = entry;
            break;
        }
    }
    if (oldest)
        cut_connection(connections, oldest);
}

struct connection_entry *connections_add(struct connections *connections, int fd)
{
    struct connection_entry *entry = calloc(1, sizeof *entry);

    if (!entry) {
        (void)shutdown(fd, SHUT_RDWR);
        return NULL;
    }
    entry->fd = fd;
    entry->since = timestamp_monotonic();
    (void)pthread_mutex_lock(&connections->mutex);
    if (connections->count >= CONNECTIONS_MOST)
        cut_oldest(connections);
    connections->count++;
    entry->previous = connections->last;
    *(connections->last ? &connections->last->next : &connections->first) = entry;
    connections->last = entry;
    (void)pthread_mutex_unlock(&connections->mutex);
    return entry;
}

void connections_completed(struct connections *connections, struct connection_entry *entry,
                           bool known)
{
    if (!entry)
        return;
    (void)pthread_mutex_lock(&connections->mutex);
    entry->since = timestamp_monotonic();
    entry->known = entry->known || known;
    (void)pthread_mutex_unlock(&connections->mutex);
}

void connections_remove(struct connections *connections, struct connection_entry *entry)
{
    if (!entry)
        return;
    (void)pthread_mutex_lock(&connections->mutex);
    if (!entry->cut)
        connections->count--;
    *(entry->previous ? &entry->previous->next : &connections->first) = entry->next;
    *(entry->next ? &entry->next->previous : &connections->last) = entry->previous;
    (void)pthread_mutex_unlock(&connections->mutex);
    free(entry);
}

void connections_sweep(struct connections *connections)
{
    int64_t before = timestamp_monotonic() - CONNECTIONS_PATIENCE * TIMESTAMP_SECOND;

    (void)pthread_mutex_lock(&connections->mutex);
    for (struct connection_entry *entry = connections->first; entry; entry = entry->next)
        if (entry->since < before)
            cut_connection(connections, entry);
    (void)pthread_mutex_unlock(&connections->mutex);
}

void connections_free(struct connections *connections)
{
    if (!connections)
        return;
    (void)pthread_mutex_destroy(&connections->mutex);
    free(connections);
}
