#ifndef SPOTIFY_SYNC_PAGE_ANSWER_H
#define SPOTIFY_SYNC_PAGE_ANSWER_H

#include "base/buffer.h"
#include "base/error.h"
#include "page/edition.h"
#include "page/long_answer.h"
#include "page/page_query.h"

#include <stdbool.h>

/* Answers what is asked of a library, except how its syncs stand. */

/* Whether a query asks for a chart as CSV. */
bool page_answer_is_csv(const struct page_query *query);

/*
 * Appends the answer to a query below /api/ as JSON or CSV. If `rest` is not NULL, a long CSV is
 * *rest instead, which the caller closes; otherwise that is set to NULL. All of an answer is of one
 * state of the library. False with *error: EX_NOINPUT for what does not exist, EX_USAGE for
 * parameters that are wrong, or those of page_library.h; *body then holds a part of it.
 */
bool page_answer(struct edition *edition, const struct page_query *query, struct long_answer **rest,
                 struct buffer *body, struct error *error);

#endif
