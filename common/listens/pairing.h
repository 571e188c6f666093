#ifndef SPOTIFY_SYNC_PAIRING_H
#define SPOTIFY_SYNC_PAIRING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A left and a right thing, numbered in the order of time from 1, that may be one. */
struct pair {
    int64_t left, right;
    int64_t distance;
    bool chosen;
};

/*
 * Chooses of count pairs, which stand in the order of left and right, so that nothing is in two
 * chosen ones: as many as possible, and of those ways the one of the least distances in all. Things
 * that are tied to each other by pairs, directly or by way of others, keep their order. The choice
 * depends on nothing but the pairs. False when memory cannot be had.
 */
bool pairing_choose(struct pair *pairs, size_t count);

#endif
