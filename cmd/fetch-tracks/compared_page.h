#ifndef SPOTIFY_SYNC_COMPARED_PAGE_H
#define SPOTIFY_SYNC_COMPARED_PAGE_H

#include "reconcile.h"
#include "singer/shape.h"

/* How a page is compared with the known list, and what came of it. */
struct page_comparison {
    struct reconcile *reconcile;
    int64_t total;      /* the places of the list */
    bool takes_repeats; /* also a page that repeats what other pages showed is taken */
    bool repeats;       /* it did, and was not taken */
    int64_t different;  /* how many of its entries differ */
};

/*
 * Compares the entries of a page with the known list, and prints those that differ. Equals of one
 * in added_at are printed with it, as their places give them their order. If the page repeats what
 * other pages showed, those and this one count as unread, and nothing is printed, unless repeats
 * are taken. False with *error as shape_page_messages.
 */
bool compared_page_print(struct shape *shape, const struct shape_page *page,
                         struct page_comparison *comparison, struct error *error);

#endif
