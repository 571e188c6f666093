#ifndef SPOTIFY_SYNC_ORDER_H
#define SPOTIFY_SYNC_ORDER_H

#include "batch.h"
#include "error.h"
#include "loader.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * The order in which the lines of a batch are stored. Records of one stream that follow one another
 * go in the order of their keys, which is the order of the index they go into, so that few of its
 * pages are touched; records with one key stay as they were, and nothing passes a record of another
 * stream. (The load statements make the same of the records of one stream in any order.)
 */

struct order {
    struct order_entry *entries; /* the lines of the batch, as they are to be stored */
    size_t capacity;
};

struct order_entry {
    uint64_t key;
    uint32_t segment;
    uint32_t line;
};

/* Orders a batch. An order of zeros ({0}) is ready. False with *error when memory cannot be had. */
bool order_batch(struct order *order, struct loader *loader, const struct batch *batch,
                 struct error *error);

void order_free(struct order *order);

#endif
