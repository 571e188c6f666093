#ifndef SPOTIFY_SYNC_PAGE_LISTS_H
#define SPOTIFY_SYNC_PAGE_LISTS_H

#include "base/buffer.h"
#include "page/edition.h"
#include "page/page_query.h"

#include <stdbool.h>

/* The tables list_NAME of an edition, sorted and searched by the words of found_NAME. */

enum { PAGE_LISTS_MOST = 500 };

/* Appends the rows of the list `name` from `offset` on, at most `limit`, that have the words of
 * `q`, sorted by the column `sort`. Fails as page_answer does. */
bool page_lists_answer(struct edition *edition, const char *name, const struct page_query *query,
                       struct buffer *body, struct error *error);

#endif
