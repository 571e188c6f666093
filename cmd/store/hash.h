#ifndef SPOTIFY_SYNC_HASH_H
#define SPOTIFY_SYNC_HASH_H

#include <stddef.h>
#include <stdint.h>

/* A hash of length bytes, which another `seed` makes another one. It is the same on one machine
 * only, and withstands accidents, not attacks. */
uint64_t hash_bytes(uint64_t seed, const void *bytes, size_t length);

#endif
