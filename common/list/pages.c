#include "list/pages.h"
#include "list/page_request.h"

#include <stdlib.h>

/* A page that was requested, in a queue in the order of places. */
struct queued_page {
    struct page_request request; /* first: it is the context of its answer */
    struct queued_page *next;
    struct api_answer *answer; /* NULL until it has come */
};

struct pages {
    struct api *api;
    struct api_queue *queue;
    struct pages_options options;
    struct queued_page *first;
    long queued;
    int64_t requested_up_to; /* places before this one have been requested */
    int64_t joined;
    int64_t total;        /* of the page that was joined last; negative: none yet */
    int64_t latest_total; /* of the answer that came last */
    bool ended;
};

/* Requests the page at a place, as the entry that stands at *link. */
static bool request_page(struct pages *pages, struct queued_page **link, int64_t offset,
                         struct error *error)
{
    struct queued_page *page = calloc(1, sizeof *page);

    if (!page)
        return error_no_memory(error);
    page->request.offset = offset;
    page->request.size = pages->options.page_size;
    page->request.hidden = pages->options.hidden;
    page->next = *link;
    if (!page_request_send(&page->request, pages->queue, pages->options.endpoint,
                           pages->options.path, error)) {
        free(page);
        return false;
    }
    *link = page;
    pages->queued++;
    return true;
}

/* The place after the last one that is wanted, as far as is known. */
static int64_t end_of_list(const struct pages *pages)
{
    int64_t end = pages->latest_total;

    if (pages->options.places >= 0 && pages->options.offset + pages->options.places < end)
        end = pages->options.offset + pages->options.places;
    return end;
}

static bool fill_window(struct pages *pages, struct error *error)
{
    struct queued_page **end = &pages->first;

    while (*end)
        end = &(*end)->next;
    while (pages->queued < pages->options.window && pages->requested_up_to < end_of_list(pages)) {
        if (!request_page(pages, end, pages->requested_up_to, error))
            return false;
        pages->requested_up_to += pages->options.page_size;
        end = &(*end)->next;
    }
    return true;
}

struct pages *pages_open(struct api *api, const struct pages_options *options, struct error *error)
{
    struct pages *pages = calloc(1, sizeof *pages);

    if (!pages) {
        (void)error_no_memory(error);
        return NULL;
    }
    pages->api = api;
    pages->options = *options;
    pages->joined = options->offset;
    pages->total = pages->latest_total = options->total;
    pages->requested_up_to = options->offset + options->page_size;
    /* the first page goes ahead alone: it tells how many there are */
    if (!(pages->queue = api_queue_open(api, error)) ||
        !request_page(pages, &pages->first, options->offset, error) || !api_send(api, error)) {
        pages_close(pages);
        return NULL;
    }
    return pages;
}

static void remove_first_page(struct pages *pages)
{
    struct queued_page *first = pages->first;

    pages->first = first->next;
    pages->queued--;
    api_answer_free(first->answer);
    free(first);
}

/* Learns from an answer how long the list and its pages are. If pages are smaller than was
 * requested, smaller ones are requested from now on: each begins where the one before it ends. */
static void learn_sizes(struct pages *pages, const struct queued_page *page)
{
    const struct page_envelope *envelope = &page->request.envelope;

    pages->latest_total = envelope->total;
    if (envelope->limit >= pages->options.page_size)
        return;
    pages->options.page_size = (long)envelope->limit;
    if (!page->next)
        pages->requested_up_to = page->request.offset + envelope->limit;
}

/* Gives the answers that have come to their requests. */
static void match_answers(struct pages *pages)
{
    struct api_answer *answer;

    while ((answer = api_next(pages->queue))) {
        struct queued_page *page = answer->context;

        page->answer = answer;
        if (answer->outcome == API_ANSWERED)
            learn_sizes(pages, page);
    }
}

/*
 * Puts a request in front for the places that the first page in the list begins too late for. How
 * many the list will have moved up by the time of the answer is not known: the latest total is the
 * best guess, and half a page more costs nothing.
 */
static bool request_again(struct pages *pages, struct error *error)
{
    int64_t moved = pages->total > pages->latest_total ? pages->total - pages->latest_total : 0;
    int64_t back = moved + pages->options.page_size / 2;
    int64_t offset;

    if (back >= pages->options.page_size)
        back = moved;
    offset = pages->joined > back ? pages->joined - back : 0;
    return request_page(pages, &pages->first, offset, error);
}

/* Whether the place is beyond the last one that the caller wants. */
static bool is_beyond(const struct pages *pages, int64_t place)
{
    return pages->options.places >= 0 && place > pages->options.offset + pages->options.places;
}

/* Leaves out what lies beyond the last place that the caller wants. */
static void cut_page(const struct pages *pages, struct page *page)
{
    int64_t end = pages->options.offset + pages->options.places;
    jv items = jv_object_get(jv_copy(page->body), jv_string("items"));

    items = jv_array_slice(items, 0, end > page->offset ? (int)(end - page->offset) : 0);
    page->body = jv_object_set(page->body, jv_string("items"), items);
    page->joined = end;
    page->has_more = page->joined < page->total;
}

/* Joins the first page of the queue if the rule allows. *joined says whether it does. */
static bool join_first(struct pages *pages, struct page *page, bool *joined, struct error *error)
{
    struct queued_page *first = pages->first;
    const struct page_envelope *envelope = &first->request.envelope;
    int64_t offset = first->request.offset;
    int64_t moved_up = pages->total > envelope->total ? pages->total - envelope->total : 0;

    *joined = false;
    if (offset > 0 && offset > pages->joined - moved_up)
        return request_again(pages, error);

    page->offset = offset;
    page->total = envelope->total;
    page->received_at = first->answer->received_at;
    page->joined = offset + (envelope->items > envelope->limit ? envelope->items : envelope->limit);
    /* a page that lacks items and says that there is no next one ends the list */
    if (page->joined > envelope->total || (envelope->last && envelope->lacking > 0))
        page->joined = envelope->total;
    if (page->joined < pages->joined - moved_up)
        page->joined = pages->joined - moved_up;
    page->has_more = page->joined < page->total;
    page->body = jv_copy(first->answer->body);
    if (is_beyond(pages, page->joined))
        cut_page(pages, page);
    pages->joined = page->joined;
    pages->total = page->total;
    remove_first_page(pages);
    *joined = true;
    return true;
}

/* Sends the next requests before the page is worked on. */
static bool read_ahead(struct pages *pages, const struct page *page, struct error *error)
{
    pages->ended = !page->has_more || is_beyond(pages, page->joined + 1);
    return pages->ended ||
           (fill_window(pages, error) &&
            (pages->queued > 0 || request_page(pages, &pages->first, pages->joined, error)) &&
            api_send(pages->api, error));
}

enum pages_result pages_next(struct pages *pages, struct page *page, struct error *error)
{
    bool joined = false;

    if (pages->ended)
        return PAGES_END;
    while (!joined) {
        const struct queued_page *first;

        match_answers(pages);
        first = pages->first;
        if (!first || !first->answer) {
            if (!fill_window(pages, error) || !api_wait(pages->api, -1, NULL, error))
                return PAGES_FAILED;
        } else if (first->answer->outcome != API_ANSWERED) {
            *error = first->answer->error;
            return PAGES_FAILED;
        } else if (!join_first(pages, page, &joined, error)) {
            return PAGES_FAILED;
        }
    }
    if (read_ahead(pages, page, error))
        return PAGES_PAGE;
    jv_free(page->body);
    return PAGES_FAILED;
}

long pages_refusal(const struct pages *pages)
{
    const struct api_answer *answer = pages->first ? pages->first->answer : NULL;

    return answer && answer->outcome == API_REFUSED ? answer->status : 0;
}

void pages_close(struct pages *pages)
{
    if (!pages)
        return;
    api_queue_close(pages->queue);
    while (pages->first)
        remove_first_page(pages);
    free(pages);
}
