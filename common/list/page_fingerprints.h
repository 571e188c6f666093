#ifndef SPOTIFY_SYNC_PAGE_FINGERPRINTS_H
#define SPOTIFY_SYNC_PAGE_FINGERPRINTS_H

#include <jv.h>
#include <stdint.h>

/* The entries of a page by what distinguishes them: a number made of each one's id. */

enum { PAGE_FINGERPRINTS_MOST = 50 };

struct page_fingerprints {
    uint64_t of[PAGE_FINGERPRINTS_MOST]; /* in the page's order; 0: an entry without an id */
    int64_t count;
};

/* Takes the fingerprints of the first PAGE_FINGERPRINTS_MOST items of a page; the body stays the
 * caller's. The id of an entry is its own or, like that of a saved album, that of an object in it.
 */
void page_fingerprints_take(jv body, struct page_fingerprints *prints);

/* With how many entries `before` ends that `after` begins with, at least one of them with an id. */
int64_t page_fingerprints_overlap(const struct page_fingerprints *before,
                                  const struct page_fingerprints *after);

/* A number for the whole page; 0 if none of its entries has an id. */
uint64_t page_fingerprints_sum(const struct page_fingerprints *prints);

#endif
