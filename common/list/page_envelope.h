#ifndef SPOTIFY_SYNC_PAGE_ENVELOPE_H
#define SPOTIFY_SYNC_PAGE_ENVELOPE_H

#include <jv.h>
#include <stdbool.h>
#include <stdint.h>

/* What a page of a list says about itself. */
struct page_envelope {
    int64_t total;
    int64_t told;    /* the total as the page gives it, even if the page shows more */
    int64_t items;   /* how many it holds */
    int64_t limit;   /* how many it could hold: no fewer than it does, no more than requested */
    int64_t lacking; /* how many more its total and limit promise */
    int64_t blank;   /* how many it holds that are null, or have nothing but when they were added */
    bool last;       /* it says that there is no next one */
};

/* Reads the envelope of a page that was requested at `offset` with places for `size` items; the
 * body stays the caller's. Returns what makes no sense about it, or NULL. */
const char *page_envelope_read(jv body, int64_t offset, long size, struct page_envelope *envelope);

/* Returns how the items of a page at `offset` contradict its total, or NULL. */
const char *page_envelope_contradiction(const struct page_envelope *envelope, int64_t offset);

/*
 * Settles that contradiction, in the page and its envelope: if the page lacks items, nulls follow
 * the others, in the places of what Spotify counts and does not show; if it has too many, the total
 * is raised. False if it cannot be settled: a list's first page lacks all of its items, and may
 * not.
 */
bool page_envelope_settle(struct page_envelope *envelope, int64_t offset, bool may_hide_all,
                          jv *body);

#endif
