#ifndef SPOTIFY_SYNC_UNKNOWN_STREAMS_H
#define SPOTIFY_SYNC_UNKNOWN_STREAMS_H

#include <stddef.h>

/* Streams that the library has no tables for. */

enum { UNKNOWN_STREAMS_MOST = 64 };

/* None have been seen in one of zeros ({0}). */
struct unknown_streams {
    char *names[UNKNOWN_STREAMS_MOST];
    size_t count;
};

/* Warns (log.h) of a stream whose name has length bytes, unless that was done before. Beyond
 * UNKNOWN_STREAMS_MOST of them, or without memory, nothing is said. */
void unknown_streams_report(struct unknown_streams *streams, const char *name, size_t length);

/* Frees what it holds. */
void unknown_streams_free(struct unknown_streams *streams);

#endif
