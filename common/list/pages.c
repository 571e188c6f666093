#include "list/pages.h"
#include "base/log.h"
#include "json/member.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What makes little sense is believed when it is told so often. */
enum { BELIEVED_AT = 3 };

/* A page asked for, in a list in the order of its places. */
struct asked {
    struct asked *next;
    struct pages *pages;
    int64_t offset;
    struct page_envelope envelope; /* once it is answered */
    struct api_answer *answer;     /* NULL until it has come */
    bool ends;                     /* the answer lacks items and says that there is no next page */
};

struct pages {
    struct api *api;
    struct api_queue *queue;
    struct pages_options options;
    struct asked *first;
    long asked_count;
    int64_t asked_up_to; /* places ahead of this one have been asked for */
    int64_t joined;
    int64_t total;        /* told by the page that was joined last; negative: none yet */
    int64_t latest_total; /* told by the answer that came last */
    bool ended;
};

const char *page_envelope_read(jv body, int64_t asked_offset, long page_size,
                               struct page_envelope *envelope)
{
    int64_t offset = asked_offset;
    jv value;

    if (jv_get_kind(body) != JV_KIND_OBJECT)
        return "it is not an object";
    value = member_get(body, "items");
    if (jv_get_kind(value) != JV_KIND_ARRAY) {
        jv_free(value);
        return "it has no items";
    }
    envelope->items = jv_array_length(value);
    if (!member_number(body, "total", &envelope->total))
        return "it tells no total";
    value = member_get(body, "offset");
    if (jv_is_valid(value) && !member_whole_number(jv_copy(value), &offset))
        offset = -1;
    jv_free(value);
    if (offset != asked_offset)
        return "it is another page than was asked for";
    if (!member_number(body, "limit", &envelope->limit) || envelope->limit == 0 ||
        envelope->limit > page_size)
        envelope->limit = page_size;
    value = member_get(body, "next");
    envelope->last = jv_get_kind(value) == JV_KIND_NULL;
    jv_free(value);
    envelope->lacking =
        (envelope->limit < envelope->total - offset ? envelope->limit : envelope->total - offset) -
        envelope->items;
    if (envelope->lacking < 0)
        envelope->lacking = 0;
    return NULL;
}

const char *page_complete(jv *body, int64_t offset, int tries, struct page_envelope *envelope)
{
    int64_t surplus = offset + envelope->items - envelope->total;
    jv items;

    if (surplus > 0) {
        if (tries < BELIEVED_AT)
            return "it holds more items than its total tells";
        envelope->total += surplus;
        *body = jv_object_set(*body, jv_string("total"), jv_number((double)envelope->total));
    }
    if (envelope->lacking == 0)
        return NULL;
    if (offset == 0 && envelope->items == 0)
        return "it holds none of the items that its total tells";
    if (tries < BELIEVED_AT)
        return "it holds fewer items than its total tells";
    log_info("the page at place %lld lacks %lld items", (long long)offset,
             (long long)envelope->lacking);
    envelope->items += envelope->lacking;
    items = jv_object_get(jv_copy(*body), jv_string("items"));
    items = jv_array_set(items, (int)envelope->items - 1, jv_null());
    *body = jv_object_set(*body, jv_string("items"), items);
    return NULL;
}

/* Checks the page that was asked for, and learns from it how long the list and its pages are. */
static const char *check_page(void *context, jv *body, int tries)
{
    struct asked *asked = context;
    struct pages *pages = asked->pages;
    struct page_envelope *envelope = &asked->envelope;
    const char *reason =
        page_envelope_read(*body, asked->offset, pages->options.page_size, envelope);

    asked->ends = !reason && envelope->last && envelope->lacking > 0;
    if (!reason)
        reason = page_complete(body, asked->offset, tries, envelope);
    if (reason)
        return reason;
    pages->latest_total = envelope->total;
    if (envelope->limit < pages->options.page_size) {
        /* smaller ones are asked for from now on: each begins where the one before it ends */
        pages->options.page_size = (long)envelope->limit;
        if (!asked->next)
            pages->asked_up_to = asked->offset + envelope->limit;
    }
    return NULL;
}

/* Asks for the page at a place, as the entry that stands at *link. */
static bool ask(struct pages *pages, struct asked **link, int64_t offset, struct error *error)
{
    struct asked *asked = calloc(1, sizeof *asked);
    char path[256];

    if (!asked)
        return error_no_memory(error);
    (void)snprintf(path, sizeof path, "%s%coffset=%lld&limit=%ld", pages->options.path,
                   strchr(pages->options.path, '?') ? '&' : '?', (long long)offset,
                   pages->options.page_size);
    asked->pages = pages;
    asked->offset = offset;
    asked->next = *link;
    if (!api_get(pages->queue, pages->options.endpoint, path, check_page, asked, error)) {
        free(asked);
        return false;
    }
    *link = asked;
    pages->asked_count++;
    return true;
}

/* Where reading ends as far as is known, behind the last place. */
static int64_t end_of_list(const struct pages *pages)
{
    int64_t end = pages->latest_total;

    if (pages->options.places >= 0 && pages->options.offset + pages->options.places < end)
        end = pages->options.offset + pages->options.places;
    return end;
}

static bool fill_window(struct pages *pages, struct error *error)
{
    struct asked **end = &pages->first;

    while (*end)
        end = &(*end)->next;
    while (pages->asked_count < pages->options.window && pages->asked_up_to < end_of_list(pages)) {
        if (!ask(pages, end, pages->asked_up_to, error))
            return false;
        pages->asked_up_to += pages->options.page_size;
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
    pages->asked_up_to = options->offset + options->page_size;
    /* the first page goes ahead alone: it tells how many there are */
    if (!(pages->queue = api_queue_open(api, error)) ||
        !ask(pages, &pages->first, options->offset, error) || !api_send(api, error)) {
        pages_close(pages);
        return NULL;
    }
    return pages;
}

static void remove_first(struct pages *pages)
{
    struct asked *first = pages->first;

    pages->first = first->next;
    pages->asked_count--;
    api_answer_free(first->answer);
    free(first);
}

/* Takes the answers that have come to their places in the list. */
static void collect(struct pages *pages)
{
    struct api_answer *answer;

    while ((answer = api_next(pages->queue))) {
        struct asked *asked = answer->context;

        asked->answer = answer;
    }
}

/*
 * Puts a request in front for the places that the first page in the list begins too late for. How
 * many the list will have moved up by the time of the answer is not known: the latest total is the
 * best guess, and half a page more costs nothing.
 */
static bool ask_again(struct pages *pages, struct error *error)
{
    int64_t moved = pages->total > pages->latest_total ? pages->total - pages->latest_total : 0;
    int64_t back = moved + pages->options.page_size / 2;
    int64_t offset;

    if (back >= pages->options.page_size)
        back = moved;
    offset = pages->joined > back ? pages->joined - back : 0;
    return ask(pages, &pages->first, offset, error);
}

/* Leaves out what lies behind the last place that the caller wants. */
static void cut(const struct pages *pages, struct page *page)
{
    int64_t end = pages->options.offset + pages->options.places;
    jv items = jv_object_get(jv_copy(page->body), jv_string("items"));

    items = jv_array_slice(items, 0, end > page->offset ? (int)(end - page->offset) : 0);
    page->body = jv_object_set(page->body, jv_string("items"), items);
    page->joined = end;
    page->has_more = page->joined < page->total;
}

/* Joins the first page of the list where the rule allows. *taken tells whether it did. */
static bool join(struct pages *pages, struct page *page, bool *taken, struct error *error)
{
    struct asked *first = pages->first;
    int64_t moved_up = 0;
    struct page_envelope envelope = first->envelope;

    *taken = false;
    if (pages->total > envelope.total)
        moved_up = pages->total - envelope.total;
    if (first->offset > 0 && first->offset > pages->joined - moved_up)
        return ask_again(pages, error);

    page->offset = first->offset;
    page->total = envelope.total;
    page->received_at = first->answer->received_at;
    page->joined =
        first->offset + (envelope.items > envelope.limit ? envelope.items : envelope.limit);
    if (page->joined > envelope.total || first->ends)
        page->joined = envelope.total;
    if (page->joined < pages->joined - moved_up)
        page->joined = pages->joined - moved_up;
    page->has_more = page->joined < page->total;
    page->body = jv_copy(first->answer->body);
    if (pages->options.places >= 0 && page->joined > pages->options.offset + pages->options.places)
        cut(pages, page);
    pages->joined = page->joined;
    pages->total = page->total;
    remove_first(pages);
    *taken = true;
    return true;
}

enum pages_result pages_next(struct pages *pages, struct page *page, struct error *error)
{
    bool taken;

    if (pages->ended)
        return PAGES_END;
    for (;;) {
        struct asked *first;

        collect(pages);
        first = pages->first;
        if (first && first->answer && first->answer->outcome == API_ANSWERED) {
            if (!join(pages, page, &taken, error))
                return PAGES_FAILED;
            if (!taken)
                continue;
            pages->ended =
                !page->has_more || (pages->options.places >= 0 &&
                                    page->joined >= pages->options.offset + pages->options.places);
            /* the next ones leave before this one is worked on */
            if (!pages->ended &&
                (!fill_window(pages, error) ||
                 (pages->asked_count == 0 && !ask(pages, &pages->first, pages->joined, error)) ||
                 !api_send(pages->api, error)))
                return PAGES_FAILED;
            return PAGES_PAGE;
        }
        if (first && first->answer) {
            *error = first->answer->error;
            return PAGES_FAILED;
        }
        if (!fill_window(pages, error) || !api_wait(pages->api, -1, NULL, error))
            return PAGES_FAILED;
    }
}

void pages_close(struct pages *pages)
{
    if (!pages)
        return;
    api_queue_close(pages->queue);
    while (pages->first)
        remove_first(pages);
    free(pages);
}
