#ifndef SPOTIFY_SYNC_ALIGNMENT_H
#define SPOTIFY_SYNC_ALIGNMENT_H

#include <stdbool.h>
#include <stddef.h>

/* How what a playlist shows stands to what was to be in it. */

enum alignment {
    ALIGNED_WHOLE, /* the first of what is wanted, and nothing else */
    ALIGNED_GAPS,  /* some of what is wanted, in order, and nothing else */
    ALIGNED_NOT,   /* something else, or another order */
};

/*
 * Compares URIs. is_there[i] is set for each that is wanted and shown. Spotify may show another
 * version of a track than was added: where a tenth at most differ, and none is too many, they count
 * as shown by their places.
 */
enum alignment alignment_find(const char *const *shown, size_t shown_count,
                              const char *const *wanted, size_t wanted_count, bool *is_there);

#endif
