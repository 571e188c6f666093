#include "list/pages.h"
#include "list/joining.h"
#include "list/page_request.h"

#include <stdlib.h>

/* A page that was requested, in a queue in the order of places. */
struct queued_page {
    struct page_request request; /* first: it is the context of its answer */
    struct queued_page *next;
    struct api_answer *answer;       /* NULL until it has come */
    struct page_fingerprints prints; /* of the answer */
};

struct pages {
    struct api *api;
    struct api_queue *queue;
    struct pages_options options;
    struct joining *joining;
    struct queued_page *first;
    long queued;
    int64_t requested_up_to; /* places before this one have been requested */
    int64_t surplus;         /* how many items a page may have beyond its total */
    int64_t latest_total;    /* of the answer that came last */
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
    page->request.shows_nothing = pages->options.shows_nothing;
    page->request.surplus = &pages->surplus;
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
    int64_t end = pages->latest_total + joining_overlap(pages->joining);

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
    const struct joining_options joining = {.path = options->path,
                                            .offset = options->offset,
                                            .total = options->total,
                                            .least = options->least,
                                            .greatest = options->greatest};
    struct pages *pages = calloc(1, sizeof *pages);

    if (!pages) {
        (void)error_no_memory(error);
        return NULL;
    }
    pages->api = api;
    pages->options = *options;
    pages->surplus = options->greatest - options->least;
    pages->latest_total = options->total;
    pages->requested_up_to = options->offset + options->page_size;
    /* the first page is requested alone: it says how many there are */
    if (!(pages->joining = joining_open(&joining, error)) ||
        !(pages->queue = api_queue_open(api, error)) ||
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
        if (answer->outcome != API_ANSWERED)
            continue;
        learn_sizes(pages, page);
        page_fingerprints_take(answer->body, &page->prints);
    }
}

/*
 * Puts a request in front for the places that the first page in the list begins too late for. How
 * many the list will have moved up by the time of the answer is not known: the latest total is the
 * best guess, and half a page more costs nothing.
 */
static bool go_back(struct pages *pages, struct error *error)
{
    int64_t total = joining_total(pages->joining), joined = joining_joined(pages->joining);
    int64_t moved = total > pages->latest_total ? total - pages->latest_total : 0;
    int64_t back = moved + pages->options.page_size / 2;
    int64_t offset;

    if (back >= pages->options.page_size)
        back = moved;
    offset = joined > back ? joined - back : 0;
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
    page->items = jv_array_length(jv_copy(items));
    page->body = jv_object_set(page->body, jv_string("items"), items);
    page->joined = end;
    page->has_more = page->joined < page->total;
}

/* Gives out the first page of the queue, which was joined. */
static void give_first(struct pages *pages, struct page *page)
{
    struct queued_page *first = pages->first;

    page->items = first->request.envelope.items;
    page->offset = first->request.offset;
    page->total = first->request.envelope.total;
    page->told = first->request.envelope.told;
    page->received_at = first->answer->received_at;
    page->joined = joining_seen(pages->joining);
    page->has_more = page->joined < page->total || joining_has_more(pages->joining);
    page->body = jv_copy(first->answer->body);
    if (is_beyond(pages, joining_joined(pages->joining)))
        cut_page(pages, page);
    if (joining_overlap(pages->joining) > 0)
        pages->surplus = PAGE_FINGERPRINTS_MOST;
    remove_first_page(pages);
}

/* Joins the first page of the queue if the rule allows. */
static enum pages_result join_first(struct pages *pages, struct page *page, struct error *error)
{
    const struct queued_page *first = pages->first;
    const struct joining_page candidate = {
        .offset = first->request.offset, .envelope = &first->request.envelope, &first->prints};
    int64_t offset = candidate.offset;

    switch (joining_take(pages->joining, &candidate, error)) {
    case JOINING_TAKEN:
        give_first(pages, page);
        return PAGES_PAGE;
    case JOINING_BACK:
        return go_back(pages, error) ? PAGES_END : PAGES_FAILED;
    case JOINING_AGAIN:
        remove_first_page(pages);
        return request_page(pages, &pages->first, offset, error) ? PAGES_END : PAGES_FAILED;
    case JOINING_FAILED:
        break;
    }
    return PAGES_FAILED;
}

/* Whether it is this page alone that cannot be read. */
static bool is_of_page(const struct api_answer *answer)
{
    return answer->outcome == API_REFUSED
               ? answer->status != 403
               : answer->error.status == EX_UNAVAILABLE || answer->error.status == EX_PROTOCOL;
}

/* Leaves out the first page of the queue, which could not be read. */
static bool leave_out_first(struct pages *pages, struct error *error)
{
    const struct queued_page *first = pages->first;

    *error = first->answer->error;
    if (!is_of_page(first->answer) ||
        !joining_leave_out(pages->joining, first->request.offset, first->request.size, error))
        return false;
    remove_first_page(pages);
    return true;
}

/* Sends the next requests before the page is worked on. */
static bool read_ahead(struct pages *pages, struct error *error)
{
    int64_t joined = joining_joined(pages->joining);

    pages->ended = !joining_has_more(pages->joining) || is_beyond(pages, joined + 1);
    return pages->ended ||
           (fill_window(pages, error) &&
            (pages->queued > 0 || request_page(pages, &pages->first, joined, error)) &&
            api_send(pages->api, error));
}

/* Deals with the first page of the queue; PAGES_END: there is no page to give out yet. */
static enum pages_result take_first(struct pages *pages, struct page *page, struct error *error)
{
    const struct queued_page *first = pages->first;
    enum pages_result result;

    if (!first || !first->answer)
        return fill_window(pages, error) && api_wait(pages->api, -1, NULL, error) ? PAGES_END
                                                                                  : PAGES_FAILED;
    if (first->answer->outcome != API_ANSWERED)
        return leave_out_first(pages, error) && read_ahead(pages, error) ? PAGES_END : PAGES_FAILED;
    result = join_first(pages, page, error);
    if (result != PAGES_PAGE || read_ahead(pages, error))
        return result;
    jv_free(page->body);
    return PAGES_FAILED;
}

enum pages_result pages_next(struct pages *pages, struct page *page, struct error *error)
{
    enum pages_result result = PAGES_END;

    while (result == PAGES_END && !pages->ended) {
        match_answers(pages);
        result = take_first(pages, page, error);
    }
    if (result == PAGES_END && !joining_conclude(pages->joining, error))
        return PAGES_FAILED;
    return result;
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
    joining_close(pages->joining);
    while (pages->first)
        remove_first_page(pages);
    free(pages);
}
