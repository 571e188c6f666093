#include "list/fetch.h"
#include "base/output.h"
#include "base/timestamp.h"
#include "list/pages.h"
#include "list/removals.h"
#include "singer/bookmark.h"
#include "singer/messages.h"
#include "singer/shape.h"

struct reading {
    const struct fetch *fetch;
    struct api *api;
    struct shape *shape;
    struct removals *removals; /* NULL: nothing is looked for */
    struct bookmark bookmark;
    int64_t received_at;
};

static bool look(void *context, jv message, bool *print, struct error *error)
{
    struct reading *reading = context;

    (void)print;
    return removals_see(reading->removals, message, error);
}

static bool print_page(struct reading *reading, struct page *page, struct error *error)
{
    struct bookmark *bookmark = &reading->bookmark;
    char time_extracted[TIMESTAMP_TEXT];
    int64_t printed;
    jv input;

    timestamp_format(page->received_at, time_extracted);
    input = JV_OBJECT(jv_string("page"), jv_copy(page->body), jv_string("offset"),
                      jv_number((double)page->offset), jv_string("time_extracted"),
                      jv_string(time_extracted));
    if (!messages_print_some(reading->shape, input, reading->fetch->path,
                             reading->removals ? look : NULL, reading, &printed, error))
        return false;
    if (reading->removals)
        removals_total(reading->removals, page->total);
    reading->received_at = page->received_at;
    bookmark->offset = page->joined;
    bookmark->total = page->total;
    bookmark->processed += printed;
    bookmark->has_more = page->has_more;
    return true;
}

static bool print_state(struct reading *reading, struct error *error)
{
    reading->bookmark.requests = api_requests(reading->api);
    return bookmark_print(reading->fetch->stream, &reading->bookmark, error);
}

static bool read_pages(struct reading *reading, struct pages *pages, struct error *error)
{
    enum pages_result result;
    struct page page;

    while ((result = pages_next(pages, &page, error)) == PAGES_PAGE) {
        bool printed = print_page(reading, &page, error);
        jv_free(page.body);
        if (!printed || !print_state(reading, error))
            return false;
    }
    return result == PAGES_END;
}

static bool read_list(struct reading *reading, long window, struct error *error)
{
    const struct fetch *fetch = reading->fetch;
    struct pages *pages = pages_open(reading->api,
                                     &(struct pages_options){.endpoint = fetch->endpoint,
                                                             .path = fetch->path,
                                                             .page_size = fetch->page_size,
                                                             .window = window,
                                                             .offset = fetch->offset,
                                                             .total = fetch->total,
                                                             .places = fetch->max_items},
                                     error);
    bool done = false;

    if (!pages)
        return false;
    if (!reading->shape) {
        /* compiled while the first request is on its way */
        reading->shape = shape_open(fetch->stream, fetch->program, error);
        if (!reading->shape || !messages_print_schema(fetch->stream, error))
            goto out;
    }
    done = read_pages(reading, pages, error);
out:
    pages_close(pages);
    return done;
}

/* Reads the list until it has stood still, and tells what is gone from it. */
static bool read_all(struct reading *reading, long window, struct error *error)
{
    int64_t removed = 0;
    bool again = false;

    do {
        if (!read_list(reading, window, error) ||
            (reading->removals && !removals_again(reading->removals, &again, error)))
            return false;
    } while (again);
    if (reading->removals && !removals_print(reading->removals, reading->fetch->stream,
                                             reading->received_at, &removed, error))
        return false;
    reading->bookmark.processed += removed;
    return removed == 0 || print_state(reading, error);
}

bool fetch_list(const struct fetch *fetch, const struct api_options *options, struct error *error)
{
    struct reading reading = {
        .fetch = fetch,
        .bookmark = {.offset = fetch->offset, .total = fetch->total, .has_more = true}};
    bool done = false;

    reading.api = api_open(options, error);
    if (!reading.api)
        return false;
    if (fetch->known && !(reading.removals = removals_open(fetch->known, error)))
        goto out;
    if (fetch->max_items == 0) {
        done = messages_print_schema(fetch->stream, error) && output_flush(error);
        goto out;
    }
    if (fetch->offset > 0 || fetch->max_items > 0) {
        /* a part proves nothing */
        removals_close(reading.removals);
        reading.removals = NULL;
    }
    done = read_all(&reading, options->window, error);
    if (!done) {
        reading.bookmark.requests = api_requests(reading.api);
        bookmark_print_failure(fetch->stream, &reading.bookmark, error);
    }
out:
    shape_close(reading.shape);
    removals_close(reading.removals);
    api_close(reading.api);
    return done;
}
