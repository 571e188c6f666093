#ifndef SPOTIFY_SYNC_BATCH_ORDER_H
#define SPOTIFY_SYNC_BATCH_ORDER_H

#include "message_batch.h"

#include <stdbool.h>

/*
 * Fills in the `order` of a batch, which has room for all messages. Consecutive records of one
 * stream are sorted by key, the order of the index that they go into, so that few of its pages are
 * touched; backwards, if that is wanted and they do not come in that order already: a batch then
 * begins with the pages that the one before it ended with, which are still in the cache. Records
 * with the same key keep their order, and none passes a record of another stream. (The load
 * statements give the same rows for the records of one stream in any order.)
 */
void batch_order(struct message_batch *batch, bool backwards);

#endif
