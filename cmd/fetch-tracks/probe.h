#ifndef SPOTIFY_SYNC_PROBE_H
#define SPOTIFY_SYNC_PROBE_H

#include "list/joining.h"
#include "list/list.h"
#include "list/page_request.h"
#include "reconcile.h"
#include "singer/messages.h"
#include "told_totals.h"
#include "track_reading.h"

/*
 * Reads those pages of a list that reconcile wants, round by round, and prints the RECORDs that
 * differ from the known list.
 *
 * A page with another total than the one before it is of a list that has changed: the reading
 * begins anew. If the pages disagree (told_totals.h), they did not change: then all of them are
 * read once, up to the greatest total, and what they show is taken. The next run does the same,
 * since a single reading may have met untrue totals. If that found them so as well, later runs do
 * it as soon as the first page does not match what is known.
 *
 * What the pages miss is gone only if Spotify also says that it is not saved, or if every place was
 * read (reconcile.h): this takes a request for 40 of such ids.
 *
 * A page may repeat what another page showed (reconcile_repeats). Neither is believed then: both
 * are requested again, at most three times.
 *
 * A page that cannot be read is passed over, and counted; the third in a row ends the reading.
 *
 * Whatever the server answers, a reading ends: it begins at most MOST_BEGINNINGS times, and in
 * between, each request reads a place that was not read, of at most MOST_PLACES, or asks for 40 of
 * the known ids. With full pages these are at most 21 (total / 50 + known / 40 + 11) requests for a
 * list of `total` places, the greatest that was told, and 4 (total / 50 + 8) for pages that repeat
 * others, each tried at most five times (api.h).
 */

enum { PROBE_ROUND = 100, MOST_BEGINNINGS = 20, MOST_PLACES = JOINING_MOST_PLACES };

struct probe {
    const struct list *list;
    const struct track_reading *earlier;
    struct messages messages;
    struct api *api;
    struct api_queue *queue;
    struct shape *shape; /* NULL at first; to be closed at last */
    struct reconcile *reconcile;
    struct page_request requests[PROBE_ROUND]; /* of this round */
    size_t request_count;
    long page_size; /* of the next requests */
    int beginnings;
    struct buffer repeats; /* of int64_t: the offsets of pages that repeated what others showed */
    long unread_in_row;
    struct error unread_error; /* of the first page that could not be read */

    /* what the reading has shown */
    int64_t total;       /* negative: nothing was read yet */
    int64_t first_total; /* what the first page said */
    int64_t surpassed; /* the least total of a page that had more items; negative: there is none */
    int64_t received_at; /* when the last answer arrived */
    int64_t different;   /* RECORDs printed */
    struct told_totals totals;
    bool whole; /* every page was wanted */
    bool asked; /* since it last began: whether what is missing is still saved */
    long pages, unread_pages;
};

/*
 * Reads the list. The members before `request_count` and page_size are the caller's to set, the
 * others to be zero; it may be called again. False with *error: as api.h, shape_page_messages and
 * reconcile.h, EX_UNAVAILABLE if the list keeps changing, EX_PROTOCOL if it counts more than
 * MOST_PLACES.
 */
bool probe_read(struct probe *probe, struct error *error);

/* Frees what it holds, but not what the caller has set. */
void probe_end(struct probe *probe);

#endif
