#ifndef SPOTIFY_SYNC_BOOKMARK_H
#define SPOTIFY_SYNC_BOOKMARK_H

#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How the quota of a kind of endpoint stands in its window (quota.h). */
struct bookmark_quota {
    const char *endpoint;
    int64_t ids_per_call;
    int64_t calls;
    int64_t budget;   /* negative: none is known */
    int64_t began_at; /* the window, in microseconds (timestamp.h) */
    int64_t ends_at;
};

/* How far a stage has come with a stream: a bookmark in the value of a STATE message of the Singer
 * specification. */
struct bookmark {
    int64_t offset; /* the next place to read; negative: the stream is not read by offsets */
    int64_t total;  /* negative: not known yet */
    int64_t processed;
    int64_t requests;
    bool has_more;
    int64_t bytes,
        bytes_total;  /* of the input, that were read and that there are; total 0: unknown */
    int64_t reset_at; /* the limit that stopped the stage ends then; 0: none did */
    const struct bookmark_quota *quota; /* NULL: not told */
    const char *error;                  /* what stopped the stage; NULL: nothing did */
    const char *reading; /* a JSON object that the next run is to be given; NULL: none */
};

/* Appends the bookmark as a JSON object. False when memory cannot be had. */
bool bookmark_format(const struct bookmark *bookmark, struct buffer *out);

/* Prints a STATE message with this one bookmark (output.h), and flushes. False with *error as
 * output_flush. */
bool bookmark_print(const char *stream, const struct bookmark *bookmark, struct error *error);

/* The same with a bookmark for each of so many streams. */
bool bookmarks_print(const char *const *streams, const struct bookmark *bookmarks, size_t count,
                     struct error *error);

/*
 * Prints the last STATE message of a stage that stops because of *error, with the reason in the
 * bookmark: the end of a limit that was met, or else the error, whose text must stay as long
 * as the bookmark is used. Nothing is printed if the output itself has failed. A failure to print
 * it is not reported: the first error is the one that matters.
 */
void bookmark_print_failure(const char *stream, struct bookmark *bookmark,
                            const struct error *error);

/* The same with a bookmark for each of so many streams, of which number `failed` is the one that
 * stops. */
void bookmarks_print_failure(const char *const *streams, struct bookmark *bookmarks, size_t count,
                             size_t failed, const struct error *error);

#endif
