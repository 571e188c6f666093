#ifndef SPOTIFY_SYNC_PAGES_H
#define SPOTIFY_SYNC_PAGES_H

#include "api/api.h"

#include <jv.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * A list that the API gives in pages by offset, read in order with a window of requests in flight,
 * so that nothing is missed while the list changes underneath.
 *
 * Offset pages are not a snapshot. What joins them is the `total` that each tells. `joined` is how
 * many places from the head on have been seen without a gap. A page whose total is d less than that
 * of the page before it shows that the list has moved up by up to d places: it is taken only if it
 * begins at least d places ahead of `joined`, and else the places ahead of it are read again first.
 * The rule holds as well for a page that was answered before its predecessor was. What it cannot
 * see is changes that cancel each other in `total`.
 */

struct pages;

struct page {
    jv body;             /* the caller's to free; `items` is an array */
    int64_t offset;      /* the place of its first item */
    int64_t total;       /* as the page tells it */
    int64_t received_at; /* when the answer arrived */
    int64_t joined;      /* every place ahead of this one has been given out */
    bool has_more;
};

struct pages_options {
    const char *endpoint; /* the kind of endpoint, for quotas */
    const char *path;     /* for example /me/tracks; a query may follow */
    long page_size;       /* places a request asks for, 1 to 50 */
    long window;
    int64_t offset; /* where to begin */
    int64_t total;  /* what the page ahead of offset told; negative: not known */
    int64_t places; /* how many to give out at most; negative: all */
    int64_t hidden; /* how many items its pages may lack at once (page_request.h) */
};

enum pages_result { PAGES_PAGE, PAGES_END, PAGES_FAILED };

/* Begins to read; the first request is under way when it returns. The strings must outlive the
 * api. NULL with *error as api_get and api_wait. */
struct pages *pages_open(struct api *api, const struct pages_options *options, struct error *error);

/* Waits for the next page in order. PAGES_FAILED: with *error of the statuses of api.h,
 * EXIT_LIMITED for a limit, EX_NOPERM if the API refused. */
enum pages_result pages_next(struct pages *pages, struct page *page, struct error *error);

/* After PAGES_FAILED: the status with which the API refused the page; 0: it failed otherwise. */
long pages_refusal(const struct pages *pages);

void pages_close(struct pages *pages);

#endif
