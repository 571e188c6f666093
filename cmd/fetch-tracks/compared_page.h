#ifndef SPOTIFY_SYNC_COMPARED_PAGE_H
#define SPOTIFY_SYNC_COMPARED_PAGE_H

#include "reconcile.h"
#include "singer/shape.h"

/*
 * Compares the entries of a page, of a list of `total` places, with the known list, and prints
 * those that differ; *different is how many. Equals of one in added_at are printed with it, as
 * their places give them their order. False with *error as shape_page_messages.
 */
bool compared_page_print(struct shape *shape, const struct shape_page *page, int64_t total,
                         struct reconcile *reconcile, int64_t *different, struct error *error);

#endif
