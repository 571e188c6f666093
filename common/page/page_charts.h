#ifndef SPOTIFY_SYNC_PAGE_CHARTS_H
#define SPOTIFY_SYNC_PAGE_CHARTS_H

#include "base/buffer.h"
#include "page/edition.h"
#include "page/long_answer.h"
#include "page/page_query.h"

#include <stdbool.h>

/*
 * The charts: each is a file of schema/page/charts/, whose first line has its group and title.
 *
 * Some sort in a subquery and CROSS JOIN the names: SQLite's outer loop goes through the sorted
 * rows in their order, and the first row can be sent before the others have their names.
 */

/* Appends the list of all charts with their columns. Fails as page_answer does. */
bool page_charts_list(struct edition *edition, struct buffer *body, struct error *error);

/* Appends a chart as JSON, or, if its name ends with .csv (is_csv), as CSV, which is *rest instead
 * if it is long and `rest` is not NULL. Fails as page_answer does. */
bool page_charts_answer(struct edition *edition, const char *name, const struct page_query *query,
                        bool is_csv, struct long_answer **rest, struct buffer *body,
                        struct error *error);

#endif
