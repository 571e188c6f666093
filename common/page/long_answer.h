#ifndef SPOTIFY_SYNC_LONG_ANSWER_H
#define SPOTIFY_SYNC_LONG_ANSWER_H

#include "base/buffer.h"
#include "base/error.h"
#include "page/edition.h"

#include <sqlite3.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * An answer that is too long to be made at once: rows as CSV, some of which are made at a time. All
 * of it is of one state of the library, which it reads until it is closed, even if the edition is
 * closed or the library replaced in the meantime. Used by the thread that uses the edition.
 */

struct long_answer;

/*
 * Begins with what is in *body, which it empties, and goes on with `rows` rows of the statement at
 * most, which has been stepped. Takes the statement. NULL with *error, having finalized it:
 * EX_UNAVAILABLE if the edition has as many of them as it may have, EX_OSERR.
 */
struct long_answer *long_answer_new(struct edition *edition, sqlite3_stmt *statement, int64_t rows,
                                    struct buffer *body, struct error *error);

/* Fills up to `size` bytes with what comes next, and returns how many; 0 is its end, -1 that it
 * failed (page_library.h), with *error. */
ssize_t long_answer_read(struct long_answer *answer, char *bytes, size_t size, struct error *error);

void long_answer_close(struct long_answer *answer);

#endif
