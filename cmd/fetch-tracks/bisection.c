#include "bisection.h"
#include "base/log.h"
#include "compared_page.h"
#include "known_list.h"
#include "list/page_request.h"
#include "reconcile.h"
#include "singer/bookmark.h"
#include "singer/messages.h"

/* How often the list may change while it is read before that is given up. */
enum { MOST_BEGINNINGS = 50, MOST_PAGES = 100 };

struct bisection {
    const struct list *list;
    struct api *api;
    struct api_queue *queue;
    struct shape *shape;
    struct reconcile *reconcile;
    struct bookmark bookmark;
    struct buffer gaps;
    struct page_request requests[MOST_PAGES]; /* of this round */
    size_t request_count;
    long page_size; /* of the next requests */
    int64_t total;  /* negative: nothing was read yet */
    int64_t received_at;
    long beginnings;
};

static bool request_offset(struct bisection *bisection, int64_t offset, struct error *error)
{
    struct page_request *request = &bisection->requests[bisection->request_count++];

    *request = (struct page_request){.offset = offset, .size = bisection->page_size};
    return page_request_send(request, bisection->queue, bisection->list->endpoint,
                             bisection->list->path, error);
}

/* A page with another total than the one before is of another list: all begins anew. */
static bool follow_total(struct bisection *bisection, int64_t total, struct error *error)
{
    if (total == bisection->total)
        return true;
    if (++bisection->beginnings > MOST_BEGINNINGS)
        return error_set(error, EX_UNAVAILABLE,
                         "the library keeps changing while it is read; try again later");
    bisection->total = total;
    return reconcile_begin(bisection->reconcile, total, error);
}

static bool reconcile_page(struct bisection *bisection, const struct api_answer *answer,
                           struct error *error)
{
    const struct page_request *request = answer->context;
    const struct page_envelope *envelope = &request->envelope;
    const struct shape_page page = {.body = answer->body,
                                    .received_at = answer->received_at,
                                    .offset = request->offset,
                                    .context = jv_invalid(),
                                    .path = bisection->list->path};
    int64_t different;

    if (envelope->limit < bisection->page_size)
        bisection->page_size = (long)envelope->limit;
    if (!follow_total(bisection, envelope->total, error) ||
        !compared_page_print(bisection->shape, &page, bisection->total, bisection->reconcile,
                             &different, error))
        return false;
    reconcile_read(bisection->reconcile, request->offset, request->offset + envelope->items,
                   envelope->lacking > 0);
    bisection->received_at = answer->received_at;
    bisection->bookmark.processed += different;
    return true;
}

/* Reads the pages of this round. */
static bool read_round(struct bisection *bisection, struct error *error)
{
    struct api_answer *answer;
    bool done = true;

    while (done && api_pending(bisection->queue) > 0) {
        done = api_wait(bisection->api, -1, NULL, error);
        while (done && (answer = api_next(bisection->queue))) {
            if (answer->outcome == API_ANSWERED) {
                done = reconcile_page(bisection, answer, error);
            } else {
                *error = answer->error;
                done = false;
            }
            api_answer_free(answer);
        }
    }
    bisection->request_count = 0;
    bisection->bookmark.total = bisection->total;
    return done;
}

/* Requests the pages of the next round; *more says whether there are any. */
static bool begin_round(struct bisection *bisection, bool *more, struct error *error)
{
    int64_t offsets[MOST_PAGES];
    size_t count =
        reconcile_wanted(bisection->reconcile, bisection->page_size, offsets, MOST_PAGES);

    for (size_t i = 0; i < count; i++)
        if (!request_offset(bisection, offsets[i], error))
            return false;
    *more = count > 0;
    return true;
}

/* Reads pages round by round, until they prove where the differences are. */
static bool bisect(struct bisection *bisection, struct error *error)
{
    const struct list *list = bisection->list;
    bool more = true;

    /* the first page, which has the total, is all that most runs need */
    if (!request_offset(bisection, 0, error) || !api_send(bisection->api, error))
        return false;
    bisection->shape = shape_open(list->stream, list->program, error);
    if (!bisection->shape || !messages_print_schema(list->stream, error))
        return false;
    while (more)
        if (!read_round(bisection, error) || !begin_round(bisection, &more, error))
            return false;
    return true;
}

static bool print_gone(struct bisection *bisection, struct error *error)
{
    const char *stream = bisection->list->stream;
    size_t cursor = 0, kept;
    const char *id;

    if (!reconcile_settle(bisection->reconcile, &kept, error))
        return false;
    if (kept > 0)
        log_warning("cannot tell which of %s were removed, because positions of the list are "
                    "empty: kept %zu",
                    stream, kept);
    while ((id = reconcile_removed(bisection->reconcile, &cursor))) {
        if (!messages_print_deletion(stream, id, bisection->received_at, error))
            return false;
        bisection->bookmark.processed++;
    }
    return true;
}

static bool list_gaps(struct bisection *bisection, struct error *error)
{
    struct buffer *gaps = &bisection->gaps;
    size_t cursor = 0;
    int64_t place;
    bool listed = buffer_append_string(gaps, "[");

    while (listed && (place = reconcile_gap(bisection->reconcile, &cursor)))
        listed =
            buffer_append_format(gaps, "%s%lld", gaps->length > 1 ? "," : "", (long long)place);
    listed = listed && buffer_append_string(gaps, "]");
    bisection->bookmark.gaps = listed ? buffer_string(gaps) : NULL;
    return bisection->bookmark.gaps || error_no_memory(error);
}

static bool run_bisection(struct bisection *bisection, struct error *error)
{
    bool done =
        bisect(bisection, error) && print_gone(bisection, error) && list_gaps(bisection, error);

    bisection->bookmark.requests = api_requests(bisection->api);
    if (!done) {
        bookmark_print_failure(bisection->list->stream, &bisection->bookmark, error);
        return false;
    }
    bisection->bookmark.offset = bisection->total;
    bisection->bookmark.has_more = false;
    return bookmark_print(bisection->list->stream, &bisection->bookmark, error);
}

bool bisection_print(const struct list *list, const char *known, const struct api_options *options,
                     struct error *error)
{
    struct bisection bisection = {.list = list,
                                  .page_size = list->page_size,
                                  .total = -1,
                                  .bookmark = {.offset = -1, .total = -1, .has_more = true}};
    bool done = false;

    if (list->offset > 0 || list->total >= 0 || list->max_items >= 0)
        return error_set(error, EX_USAGE,
                         "--known cannot be combined with --offset, --total or --max-items: a part "
                         "of the list proves nothing");
    if ((bisection.api = api_open(options, error)) &&
        (bisection.queue = api_queue_open(bisection.api, error)) &&
        (bisection.reconcile = reconcile_new(error)) &&
        known_list_read(known, bisection.reconcile, error))
        done = run_bisection(&bisection, error);
    api_queue_close(bisection.queue);
    shape_close(bisection.shape);
    reconcile_free(bisection.reconcile);
    buffer_free(&bisection.gaps);
    api_close(bisection.api);
    return done;
}
