#ifndef SPOTIFY_SYNC_NEAREST_H
#define SPOTIFY_SYNC_NEAREST_H

#include <stddef.h>

/*
 * The name, of those before the NULL that ends names, that a word of length bytes was probably
 * meant to be: the one with the fewest letters to insert, remove, replace or swap with their
 * neighbour, if these are no more than one in three. NULL if there is none.
 */
const char *nearest(const char *word, size_t length, const char *const *names);

#endif
