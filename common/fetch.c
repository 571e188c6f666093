#include "fetch.h"
#include "bookmark.h"
#include "messages.h"
#include "output.h"
#include "pages.h"
#include "shape.h"
#include "timestamp.h"

static bool print_page(const struct fetch *fetch, struct shape *shape, struct page *page,
                       struct bookmark *bookmark, struct error *error)
{
    char time_extracted[TIMESTAMP_TEXT];
    int64_t printed;
    jv input;

    timestamp_format(page->received_at, time_extracted);
    input = JV_OBJECT(jv_string("page"), jv_copy(page->body), jv_string("offset"),
                      jv_number((double)page->offset), jv_string("time_extracted"),
                      jv_string(time_extracted));
    if (!messages_print(shape, input, fetch->path, &printed, error))
        return false;
    bookmark->offset = page->joined;
    bookmark->total = page->total;
    bookmark->processed += printed;
    bookmark->has_more = page->has_more;
    return true;
}

static bool read_list(const struct fetch *fetch, struct api *api, struct pages *pages,
                      struct shape *shape, struct bookmark *bookmark, struct error *error)
{
    enum pages_result result;
    struct page page;

    while ((result = pages_next(pages, &page, &bookmark->reset_at, error)) == PAGES_PAGE) {
        bool printed = print_page(fetch, shape, &page, bookmark, error);
        jv_free(page.body);
        bookmark->requests = api_requests(api);
        if (!printed || !bookmark_print(fetch->stream, bookmark, error))
            return false;
    }
    return result == PAGES_END;
}

bool fetch_list(const struct fetch *fetch, const struct api_options *options, struct error *error)
{
    struct bookmark bookmark = {.offset = fetch->offset, .total = fetch->total, .has_more = true};
    struct api *api = api_open(options, error);
    struct pages *pages = NULL;
    struct shape *shape = NULL;
    struct error unprinted;
    bool done = false;

    if (!api)
        return false;
    if (fetch->max_items == 0) {
        done = messages_print_schema(fetch->stream, error) && output_flush(error);
        goto out;
    }
    pages = pages_open(api,
                       &(struct pages_options){.endpoint = fetch->endpoint,
                                               .path = fetch->path,
                                               .page_size = fetch->page_size,
                                               .window = options->window,
                                               .offset = fetch->offset,
                                               .total = fetch->total,
                                               .places = fetch->max_items},
                       error);
    if (!pages)
        goto out;
    shape = shape_open(fetch->program, error);
    if (!shape || !messages_print_schema(fetch->stream, error))
        goto out;
    done = read_list(fetch, api, pages, shape, &bookmark, error);
    if (!done && error->status != EX_IOERR) {
        bookmark.error = bookmark.reset_at ? NULL : error->text;
        bookmark.requests = api_requests(api);
        /* the first failure is the one to tell of */
        (void)bookmark_print(fetch->stream, &bookmark, &unprinted);
    }
out:
    shape_close(shape);
    pages_close(pages);
    api_close(api);
    return done;
}
