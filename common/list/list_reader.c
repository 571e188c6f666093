#include "list/list_reader.h"
#include "base/log.h"

static bool see_and_take(void *context, jv message, struct error *error)
{
    struct list_reader *reader = context;

    if (!reader->census || census_see(reader->census, message, error))
        return reader->take(reader->context, message, error);
    jv_free(message);
    return false;
}

static bool read_page(struct list_reader *reader, const struct page *page, struct error *error)
{
    const struct shape_page shape_page = {.body = page->body,
                                          .received_at = page->received_at,
                                          .offset = page->offset,
                                          .context = jv_invalid(),
                                          .path = reader->list->path};

    if (reader->census) {
        census_count(reader->census, page->told);
        census_count(reader->census, page->total);
    }
    return (page->items == 0 ||
            shape_page_messages(reader->shape, &shape_page, see_and_take, reader, error)) &&
           reader->end_page(reader->context, page, error);
}

/* Whether the list held something when it was last read. */
static bool held_something(const struct list_reader *reader)
{
    return reader->list->total > 0 || (reader->census && census_earlier(reader->census)->total > 0);
}

/* Once, while the first request is on its way. */
static bool begin_stream(struct list_reader *reader, struct error *error)
{
    if (reader->shape)
        return true;
    reader->shape = shape_open(reader->list->stream, reader->list->program,
                               held_something(reader) ? COMPILE_AHEAD : COMPILE_WHEN_NEEDED, error);
    shape_set_account(reader->shape, reader->messages->account_id);
    return reader->shape && messages_print_schema(reader->messages, reader->list->stream, error);
}

/* Whether it is for the account's country that the API gave no page. */
static bool is_refused(const struct list *list, const struct pages *pages)
{
    long status = pages_refusal(pages);

    return list->of_some_countries && (status == 403 || status == 404);
}

/* Once: an earlier run may have said so. */
static void say_refused(const struct list_reader *reader, const struct error *error)
{
    bool is_known = reader->census && census_earlier(reader->census)->refused;

    (is_known ? log_info : log_notice)(
        "not every country or sign-in has this list, so nothing is changed: %s", error->text);
}

static bool read_once(struct list_reader *reader, struct error *error)
{
    const struct list *list = reader->list;
    const struct reading none = READING_NONE;
    const struct reading *earlier = reader->census ? census_earlier(reader->census) : &none;
    const struct pages_options options = {.endpoint = list->endpoint,
                                          .path = list->path,
                                          .page_size = list->page_size,
                                          .window = reader->window,
                                          .offset = list->offset,
                                          .total = list->total,
                                          .places = list->max_items,
                                          .least = earlier->least,
                                          .greatest = earlier->greatest,
                                          .hidden = reading_allows(earlier),
                                          .shows_nothing =
                                              reader->census && !census_knows(reader->census)};
    struct pages *pages = pages_open(reader->api, &options, error);
    enum pages_result result = PAGES_FAILED;
    bool done = pages && begin_stream(reader, error);
    bool is_first = true;
    struct page page;

    while (done && (result = pages_next(pages, &page, error)) == PAGES_PAGE) {
        done = read_page(reader, &page, error);
        jv_free(page.body);
        is_first = false;
    }
    if (done && result == PAGES_FAILED && is_first && is_refused(list, pages)) {
        say_refused(reader, error);
        reader->is_refused = true;
        result = PAGES_END;
    }
    pages_close(pages);
    return done && result == PAGES_END;
}

bool list_read(struct list_reader *reader, struct error *error)
{
    bool repeat = false;

    do {
        if (!read_once(reader, error) ||
            (reader->census && !census_repeats(reader->census, &repeat, error)))
            return false;
    } while (repeat);
    return true;
}
