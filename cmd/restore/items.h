#ifndef SPOTIFY_SYNC_ITEMS_H
#define SPOTIFY_SYNC_ITEMS_H

#include "batches.h"

/* Items of the ledger in memory, for batches. */

struct items {
    struct batch_item *items;
    size_t count, capacity;
};

/* Appends the rows of a statement, whose columns are place, uri and state. False with *error as
 * ledger_each, or EX_OSERR. */
bool items_load(struct items *items, struct ledger *ledger, const char *sql,
                const struct ledger_value *values, struct error *error);

/* Notes it if Spotify refuses an item, in a library or a playlist (`list`). A doubted refusal that
 * is the first one becomes ITEM_FAILED. False with *error as ledger_run. */
bool items_note_refusal(struct ledger *ledger, const char *list, struct batch_item *item,
                        struct error *error);

void items_free(struct items *items);

#endif
