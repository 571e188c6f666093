#ifndef SPOTIFY_SYNC_PAGE_CHARTS_H
#define SPOTIFY_SYNC_PAGE_CHARTS_H

#include "base/buffer.h"
#include "page/edition.h"
#include "page/page_query.h"

#include <stdbool.h>

/* The charts: each is a file of schema/page/charts/, whose first line has its group and title. */

/* Appends the list of all charts with their columns. Fails as page_answer does. */
bool page_charts_list(struct edition *edition, struct buffer *body, struct error *error);

/* Appends a chart as JSON, or as CSV if its name ends with .csv, which is_csv says. Fails as
 * page_answer does. */
bool page_charts_answer(struct edition *edition, const char *name, const struct page_query *query,
                        bool is_csv, struct buffer *body, struct error *error);

#endif
