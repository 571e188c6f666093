#ifndef SPOTIFY_SYNC_FOLLOWING_H
#define SPOTIFY_SYNC_FOLLOWING_H

#include "base/buffer.h"
#include "base/error.h"

#include <jv.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * The pages of /me/following, which are joined by a cursor: each names the one behind it. What a
 * page says of the next one is data; the request is built from the cursor alone.
 */

struct following {
    struct buffer path; /* of the next page */
    char *cursor;       /* behind which the next page begins; NULL: it is the first one */
    char *mark;         /* a cursor seen earlier, by which a circle is found */
    int64_t pages;
    int64_t first;  /* total that was told; negative: none yet */
    int64_t hidden; /* how many artists the pages may lack at once, as they did before */
    int64_t shown;  /* on the pages behind which following_next went on */
    int64_t total;  /* as the page told that was looked at last */
    int64_t items;  /* how many that page has */
    int64_t blank;  /* how many of these are null */
};

/* Sets `path` to the first page's. False with *error (EX_OSERR). */
bool following_begin(struct following *following, struct error *error);

/* Checks the page that was asked for (as api_check): what makes no sense about it, or NULL.
 * `total`, `items` and `blank` are then set. A page with nulls, and a last page by which fewer were
 * shown than it and the first one counted, make sense only if no more than `hidden` are lacking, or
 * at the third try. */
const char *following_check(void *following, jv *page, int tries);

/* Goes on behind a page that was checked: sets `path` to the next one's, and *more to whether there
 * is one. False with *error: EX_PROTOCOL for cursors that lead in a circle, or to more than
 * 2 * T + 1000 pages, T being the first total; EX_OSERR. */
bool following_next(struct following *following, jv body, bool *more, struct error *error);

/* Frees what it holds. */
void following_end(struct following *following);

#endif
