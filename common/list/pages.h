#ifndef SPOTIFY_SYNC_PAGES_H
#define SPOTIFY_SYNC_PAGES_H

#include "api/api.h"

#include <jv.h>
#include <stdbool.h>
#include <stdint.h>

/* A list that the API gives in pages by offset, read in order with a window of requests in flight,
 * and joined so that nothing is missed while it changes underneath (joining.h). */

struct pages;

struct page {
    jv body;             /* the caller's to free; `items` is an array */
    int64_t items;       /* how many it has */
    int64_t offset;      /* the place of its first item */
    int64_t total;       /* as the page gives it, but no less than it shows */
    int64_t told;        /* as the page gives it */
    int64_t received_at; /* when the answer arrived */
    int64_t joined;      /* every place ahead of this one has been given out, in the end */
    bool has_more;
};

struct pages_options {
    const char *endpoint; /* the kind of endpoint, for quotas */
    const char *path;     /* for example /me/tracks; a query may follow */
    long page_size;       /* places a request asks for, 1 to 50 */
    long window;
    int64_t offset;          /* where to begin */
    int64_t total;           /* what the page ahead of offset told; negative: not known */
    int64_t places;          /* how many to give out at most; negative: all */
    int64_t least, greatest; /* the totals of an earlier run; negative: its pages agreed */
    int64_t hidden;          /* how many items its pages may lack at once (page_request.h) */
    bool shows_nothing;      /* nothing of the list is known (page_request.h) */
};

enum pages_result { PAGES_PAGE, PAGES_END, PAGES_FAILED };

/* Begins to read; the first request is under way when it returns. The strings must outlive the
 * api. NULL with *error as api_get and api_wait. */
struct pages *pages_open(struct api *api, const struct pages_options *options, struct error *error);

/* Waits for the next page in order. PAGES_FAILED: with *error of the statuses of api.h,
 * EXIT_LIMITED for a limit, EX_NOPERM if the API refused, as joining_take, and at the end of a list
 * of which pages were left out, as joining_conclude. */
enum pages_result pages_next(struct pages *pages, struct page *page, struct error *error);

/* After PAGES_FAILED: the status with which the API refused the page; 0: it failed otherwise. */
long pages_refusal(const struct pages *pages);

void pages_close(struct pages *pages);

#endif
