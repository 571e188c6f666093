#ifndef SPOTIFY_SYNC_BATCHES_H
#define SPOTIFY_SYNC_BATCHES_H

#include "lone_refusals.h"

#include <stddef.h>

/*
 * Items that are written in batches, in order. A batch that is refused is halved until one item
 * stands alone, whose refusal is then believed or doubted (lone_refusals.h). After an answer that
 * was lost, what is there is read back, and the rest goes on; a batch that fails again and again is
 * halved, too. An item that fails alone is refused if other writes got through since it
 * first failed, and else has failed for now.
 */

/* The states of things and items in the ledger. */
enum item_state {
    ITEM_WANTED,
    ITEM_THERE, /* before this run */
    ITEM_RESTORED,
    ITEM_IMPOSSIBLE,
    ITEM_REFUSED, /* with words */
    ITEM_FAILED,  /* for now, likewise */
};

enum { BATCH_MOST = 100, ITEM_URI = 48 };

struct batch_item {
    char uri[ITEM_URI];
    int64_t place; /* its rank or place in the ledger */
    enum item_state state;
    bool is_refused;   /* alone, by words, and failed until that is believed */
    bool is_doubted;   /* refused for failures alone: believed in the second run that finds it */
    int puts;          /* how often it was put at its place (filling_check) */
    int64_t failed_at; /* the writer's successes when it first failed, and one; 0: it has not */
    char words[REFUSAL_LONGEST_WORDS / 4];
};

/* Items of a batch. */
struct batch {
    struct batch_item *items[BATCH_MOST];
    size_t count;
};

struct batches {
    struct writer *writer;
    struct lone_refusals *refusals;
    struct batch_item *items;
    size_t count;
    size_t most; /* in a batch, at most BATCH_MOST */
    void *context;
    /* Sends a batch: as writer_send; the words of a refusal go to *answer. */
    enum write_end (*send)(void *context, const struct batch *batch, struct api_answer **answer,
                           struct error *error);
    /* Sets those items of a batch to ITEM_RESTORED that are there. */
    bool (*look)(void *context, const struct batch *batch, bool is_last, struct error *error);
    /* Notes in the ledger what has become of a batch's items. */
    bool (*note)(void *context, const struct batch *batch, struct error *error);
};

/*
 * Writes all items that are ITEM_WANTED. At the end each is ITEM_RESTORED, ITEM_REFUSED or
 * ITEM_FAILED. False with *error as writer_send, or EX_UNAVAILABLE if nothing gets through.
 */
bool batches_write(const struct batches *batches, struct error *error);

#endif
