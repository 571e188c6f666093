#include "account_lists.h"
#include "list/page_request.h"
#include "list/pages.h"

#include <stdio.h>

/* How often a list is read until all its pages give one total. */
enum { READINGS = 3 };

/* What becomes of a page: a statement that has the page's JSON as ?1 and its first place as ?2. */
struct page_sink {
    const struct restoring *restoring;
    const char *sql;
    const struct ledger_value *more; /* ?3 and ?4 */
};

/* The page is used up. */
static bool store_page(const struct page_sink *sink, struct page *page, struct error *error)
{
    jv text = jv_dump_string(page->body, 0);
    const struct ledger_value none[2] = {{0}};
    const struct ledger_value *more = sink->more ? sink->more : none;
    const struct ledger_value *values = LEDGER_VALUES(
        LEDGER_TEXT(jv_string_value(text)), LEDGER_NUMBER(page->offset), more[0], more[1]);
    bool taken = ledger_run(sink->restoring->ledger, sink->sql, values, error);

    jv_free(text);
    return taken;
}

/* Reads pages of a list from a place on. *total is what the last one says. */
static bool read_pages(const struct page_sink *sink, const struct pages_options *options,
                       int64_t *total, struct error *error)
{
    struct pages *pages = pages_open(sink->restoring->api, options, error);
    enum pages_result result = PAGES_FAILED;
    struct page page;

    if (!pages)
        return false;
    while ((result = pages_next(pages, &page, error)) == PAGES_PAGE) {
        *total = page.total;
        if (!store_page(sink, &page, error)) {
            result = PAGES_FAILED;
            break;
        }
    }
    pages_close(pages);
    return result == PAGES_END;
}

#define WHOLE_LIST(of_endpoint, of_path)                                                           \
    {                                                                                              \
        .endpoint = (of_endpoint), .path = (of_path), .page_size = 50, .window = 4, .total = -1,   \
        .places = -1, .least = -1, .greatest = -1                                                  \
    }

bool account_read_playlists_again(const struct restoring *restoring, struct error *error)
{
    const struct pages_options options = WHOLE_LIST("/me/playlists", "/me/playlists");
    const struct page_sink sink = {
        .restoring = restoring,
        .sql = "INSERT OR REPLACE INTO listed SELECT value ->> '$.id', value ->> '$.name',"
               " value ->> '$.owner.id',"
               " coalesce(value ->> '$.items.total', value ->> '$.tracks.total')"
               " FROM json_each(?1, '$.items') WHERE value ->> '$.id' IS NOT NULL"};
    int64_t total;

    return read_pages(&sink, &options, &total, error);
}

bool account_read_playlists(const struct restoring *restoring, struct error *error)
{
    return ledger_run(restoring->ledger, "DELETE FROM listed", NULL, error) &&
           account_read_playlists_again(restoring, error);
}

/* Reads the page at an offset. Its envelope is in *request. */
static bool read_items_page(const struct page_sink *sink, const char *path,
                            struct page_request *request, struct error *error)
{
    struct api_queue *queue = api_queue_open(sink->restoring->api, error);
    struct api_answer *answer = NULL;
    bool taken = false;

    if (queue && page_request_send(request, queue, "/playlists/{id}/items", path, error))
        answer = api_await(queue, error);
    if (answer && answer->outcome != API_ANSWERED)
        *error = answer->error;
    else if (answer)
        taken = store_page(
            sink, &(struct page){.body = jv_copy(answer->body), .offset = request->offset}, error);
    api_answer_free(answer);
    api_queue_close(queue);
    return taken;
}

/* Reads them once. *is_one: all pages gave one total. */
static bool read_items_once(const struct page_sink *sink, const char *path, int64_t from,
                            int64_t *total, bool *is_one, struct error *error)
{
    struct page_request request = {.size = 50, .offset = from};

    *is_one = true;
    *total = -1;
    if (!ledger_run(sink->restoring->ledger, "DELETE FROM shown", NULL, error))
        return false;
    do {
        if (!read_items_page(sink, path, &request, error))
            return false;
        *is_one = *is_one && (*total < 0 || *total == request.envelope.total);
        *total = request.envelope.total;
        request.offset += request.envelope.limit;
    } while (*is_one && request.offset < *total);
    return true;
}

bool account_read_items(const struct restoring *restoring, const char *id, int64_t from,
                        int64_t *total, struct error *error)
{
    char path[128];
    const struct page_sink sink = {.restoring = restoring,
                                   .sql =
                                       "INSERT OR REPLACE INTO shown SELECT ?2 + key,"
                                       " coalesce(value ->> '$.item.uri', value ->> '$.track.uri')"
                                       " FROM json_each(?1, '$.items')"};
    bool is_one = false;

    (void)snprintf(path, sizeof path, "/playlists/%.60s/items?additional_types=track,episode", id);
    for (int i = 0; i < READINGS && !is_one; i++)
        if (!read_items_once(&sink, path, from, total, &is_one, error))
            return false;
    return is_one || error_set(error, EX_UNAVAILABLE,
                               "the playlist %.60s changes while it is read: restore again", id);
}

/* The list of a stream, as the ledger has it. */
struct saved_list {
    char path[32], id_path[32], prefix[32];
};

static bool take_list(void *list, sqlite3_stmt *row, struct error *error)
{
    struct saved_list *of = list;

    (void)error;
    (void)snprintf(of->path, sizeof of->path, "%s", (const char *)sqlite3_column_text(row, 0));
    (void)snprintf(of->id_path, sizeof of->id_path, "%s",
                   (const char *)sqlite3_column_text(row, 1));
    (void)snprintf(of->prefix, sizeof of->prefix, "%s", (const char *)sqlite3_column_text(row, 2));
    return true;
}

bool account_read_saved(const struct restoring *restoring, const char *stream, int64_t calls,
                        bool *is_whole, int64_t *total, struct error *error)
{
    struct saved_list list = {0};
    struct pages_options options = WHOLE_LIST(list.path, list.path);
    struct page_sink sink = {
        .restoring = restoring,
        .sql = "INSERT OR REPLACE INTO shown SELECT ?2 + key, ?4 || (value ->> ?3)"
               " FROM json_each(?1, '$.items')",
        .more = LEDGER_VALUES(LEDGER_TEXT(list.id_path), LEDGER_TEXT(list.prefix))};

    *is_whole = false;
    *total = 0;
    if (!ledger_each(restoring->ledger,
                     "SELECT path, id_path, prefix FROM streams WHERE stream = ?1",
                     LEDGER_VALUES(LEDGER_TEXT(stream)), take_list, &list, error) ||
        !ledger_run(restoring->ledger, "DELETE FROM shown", NULL, error))
        return false;
    options.places = 50;
    if (!read_pages(&sink, &options, total, error))
        return false;
    /* one answer is no proof of much */
    if (*total == 0 && !read_pages(&sink, &options, total, error))
        return false;
    *is_whole = *total <= 50;
    if (*is_whole || (*total + 49) / 50 > calls)
        return true;
    options.places = -1;
    options.offset = 50;
    options.total = *total;
    *is_whole = true;
    return read_pages(&sink, &options, total, error);
}
