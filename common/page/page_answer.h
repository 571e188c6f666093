#ifndef SPOTIFY_SYNC_PAGE_ANSWER_H
#define SPOTIFY_SYNC_PAGE_ANSWER_H

#include "base/buffer.h"
#include "base/error.h"
#include "page/edition.h"
#include "page/page_query.h"

#include <stdbool.h>

/* Answers what is asked of a library, except how its syncs stand. */

/*
 * Appends the answer to a query below /api/ as JSON, or as CSV, which *is_csv says. All of an
 * answer is of one state of the library. False with *error: EX_NOINPUT for what there is not,
 * EX_USAGE for parameters that are wrong, or those of page_library.h; *body then holds a part of
 * it.
 */
bool page_answer(struct edition *edition, const struct page_query *query, struct buffer *body,
                 bool *is_csv, struct error *error);

#endif
