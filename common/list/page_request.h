#ifndef SPOTIFY_SYNC_PAGE_REQUEST_H
#define SPOTIFY_SYNC_PAGE_REQUEST_H

#include "api/api.h"
#include "list/page_envelope.h"

/*
 * The request of a page by its offset. Answers that contradict themselves, by their counts or by
 * items that show nothing, are requested again. One that still does at the third try is believed,
 * and its contradiction settled; but if a list's first page lacks all of its items, only if the
 * list has shown nothing yet. A second answer is requested again, too, if its total is another one
 * than that of the first, which was refused.
 *
 * One that lacks no more items than the list is known to hide there is believed at once, and so is
 * one that has no more items beyond its total than may be. So a reading of P pages that knows
 * nothing of H hidden places sends at most 2 * min(H, P) requests more than one that does.
 */
struct page_request {
    int64_t offset;
    long size;                     /* the places that are requested */
    int64_t hidden;                /* the items that it may lack, as it did before */
    bool shows_nothing;            /* nothing of the list is known */
    bool may_be_blank;             /* items that show nothing contradict nothing */
    const int64_t *surplus;        /* the items that it may have beyond its total; NULL: none */
    struct page_envelope envelope; /* of the answer, if that is API_ANSWERED */
    bool was_refused;              /* an answer was; it told refused_total */
    int64_t refused_total;
};

/*
 * Requests the page from the list at `path`, which may have a query. The request, with its offset
 * and size set, is the context of the answer, and must last until then or until the queue is
 * closed. False with *error as api_get.
 */
bool page_request_send(struct page_request *request, struct api_queue *queue, const char *endpoint,
                       const char *path, struct error *error);

#endif
