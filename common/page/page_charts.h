#ifndef SPOTIFY_SYNC_PAGE_CHARTS_H
#define SPOTIFY_SYNC_PAGE_CHARTS_H

#include "base/buffer.h"
#include "page/edition.h"
#include "page/page_query.h"

#include <stdbool.h>

/* The charts: each is a file of schema/page/charts/, whose first line has its group and title. */

/* Appends the list of all charts with their columns. Fails as page_answer does. */
bool page_charts_list(struct edition *edition, struct buffer *body, struct error *error);

/* Appends a chart as JSON, or, if its name ends with .csv, as CSV. Fails as page_answer does. */
bool page_charts_answer(struct edition *edition, const char *name, const struct page_query *query,
                        struct buffer *body, bool *is_csv, struct error *error);

#endif
