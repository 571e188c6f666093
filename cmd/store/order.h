#ifndef SPOTIFY_SYNC_ORDER_H
#define SPOTIFY_SYNC_ORDER_H

#include "batch.h"

/*
 * Sorts the `places` of a batch, which have room for all lines. Records of one stream that
 * follow one another go in the order of their keys, which is the order of the index they go into,
 * so that few of its pages are touched; records with one key stay as they were, and nothing passes
 * a record of another stream. (The load statements make the same of the records of one stream in
 * any order.)
 */
void order_batch(struct batch *batch);

#endif
