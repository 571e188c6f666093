#include "list/list_print.h"
#include "base/output.h"
#include "list/list_reader.h"
#include "list/own_records.h"
#include "singer/bookmark.h"

#include <stdlib.h>

struct list_printer {
    struct list_reader reader;
    struct bookmark bookmark;
    struct messages messages;
    struct own_records own;
    struct buffer reading; /* what a complete reading showed */
    int64_t received_at;
};

static bool print_item(void *context, jv message, struct error *error)
{
    struct list_printer *printer = context;

    printer->bookmark.processed++;
    own_records_add(&printer->own, message);
    return messages_print_one(message, error);
}

static bool print_list_state(struct list_printer *printer, struct error *error)
{
    printer->bookmark.requests = api_requests(printer->reader.api);
    return bookmark_print(printer->reader.list->stream, &printer->bookmark, error);
}

static bool end_list_page(void *context, const struct page *page, struct error *error)
{
    struct list_printer *printer = context;

    printer->received_at = page->received_at;
    printer->bookmark.offset = page->joined;
    printer->bookmark.total = page->total;
    printer->bookmark.has_more = page->has_more;
    /* that a list is complete is said when its census is */
    return own_records_print(&printer->own, error) &&
           ((printer->reader.census && !page->has_more) || print_list_state(printer, error));
}

static bool conclude_list(struct list_printer *printer, struct error *error)
{
    struct census *census = printer->reader.census;
    const char *stream = printer->reader.list->stream;
    int64_t deleted = 0;

    if (!census)
        return true;
    if (!census_print_gone(census, &printer->messages, stream, printer->received_at, &deleted,
                           error) ||
        !census_conclude(census, stream, &printer->reading, error))
        return false;
    printer->bookmark.processed += deleted;
    printer->bookmark.reading = printer->reading.bytes;
    return print_list_state(printer, error);
}

/* The next run is given the earlier reading again. */
static bool remember_refusal(struct list_printer *printer, struct error *error)
{
    struct reading reading;

    if (!printer->reader.census)
        return true;
    reading = *census_earlier(printer->reader.census);
    reading.refused = true;
    if (!reading_print(&reading, &printer->reading) || !buffer_string(&printer->reading))
        return error_no_memory(error);
    printer->bookmark.reading = printer->reading.bytes;
    return true;
}

static bool end_list(struct list_printer *printer, struct error *error)
{
    if (!printer->reader.is_refused)
        return conclude_list(printer, error);
    printer->bookmark.has_more = false;
    return remember_refusal(printer, error) && print_list_state(printer, error);
}

/* Finds out whose list it is, if that is asked for. */
static bool identify_owner(struct list_printer *printer, struct error *error)
{
    return owner_id(printer->reader.api, printer->reader.list->with_account_id,
                    &printer->messages.account_id, error);
}

static bool print_whole_list(struct list_printer *printer, struct error *error)
{
    return identify_owner(printer, error) && list_read(&printer->reader, error) &&
           end_list(printer, error);
}

static bool run_printer(struct list_printer *printer, struct error *error)
{
    const struct list *list = printer->reader.list;

    if (list->max_items == 0)
        return identify_owner(printer, error) &&
               messages_print_schema(&printer->messages, list->stream, error) &&
               output_flush(error);
    if (list->offset > 0 || list->max_items > 0) {
        /* a part proves nothing */
        census_close(printer->reader.census);
        printer->reader.census = NULL;
    }
    if (print_whole_list(printer, error))
        return true;
    printer->bookmark.requests = api_requests(printer->reader.api);
    printer->bookmark.has_more = true;
    if (printer->reader.census && !printer->bookmark.reading) {
        census_break_off(printer->reader.census, &printer->reading);
        printer->bookmark.reading = printer->reading.bytes;
    }
    bookmark_print_failure(list->stream, &printer->bookmark, error);
    return false;
}

bool list_print(const struct list *list, const struct api_options *options, struct error *error)
{
    struct list_printer printer = {
        .reader = {.list = list,
                   .window = options->window,
                   .take = print_item,
                   .end_page = end_list_page},
        .own = OWN_RECORDS(list->own_stream),
        .bookmark = {.offset = list->offset, .total = list->total, .has_more = true}};
    struct list_reader *reader = &printer.reader;
    bool done = false;

    reader->context = &printer;
    reader->messages = &printer.messages;
    if ((reader->api = api_open(options, error)) &&
        (!list->known_ids || (reader->census = census_open(list->known_ids, list->stream,
                                                           &printer.messages.known, error))))
        done = run_printer(&printer, error);
    shape_close(reader->shape);
    census_close(reader->census);
    own_records_clear(&printer.own);
    known_records_close(printer.messages.known);
    free(printer.messages.account_id);
    buffer_free(&printer.reading);
    api_close(reader->api);
    return done;
}
