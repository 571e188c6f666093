#ifndef SPOTIFY_SYNC_PAGE_QUERY_H
#define SPOTIFY_SYNC_PAGE_QUERY_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is asked for: a path and its parameters, such as "/api/library/tracks?q=a&limit=5". */

struct page_query;

/* NULL with *error: EX_USAGE for what has no valid encoding, EX_OSERR. */
struct page_query *page_query_parse(const char *target, struct error *error);

/* What was asked for, as it was sent. */
const char *page_query_target(const struct page_query *query);

/* The path, decoded. */
const char *page_query_path(const struct page_query *query);

/* What follows `prefix` in the path; NULL if it does not begin with that. */
const char *page_query_below(const struct page_query *query, const char *prefix);

/* The value of a parameter; NULL if it is absent or empty. */
const char *page_query_text(const struct page_query *query, const char *name);

/* The value of a parameter that is a whole number from least to most; *number keeps its default if
 * it is absent. False with *error (EX_USAGE) if it is none. */
bool page_query_number(const struct page_query *query, const char *name, int64_t least,
                       int64_t most, int64_t *number, struct error *error);

/* The value of a parameter that is a day such as 2026-11-23, in days since 1970-01-01. *given says
 * whether there is one. False with *error (EX_USAGE) if it is no day. */
bool page_query_day(const struct page_query *query, const char *name, int64_t *day, bool *given,
                    struct error *error);

void page_query_free(struct page_query *query);

#endif
