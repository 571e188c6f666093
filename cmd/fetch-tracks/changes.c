#include "changes.h"
#include "base/ids.h"
#include "base/line_file.h"
#include "base/log.h"
#include "base/output.h"
#include "base/timestamp.h"
#include "list/pages.h"
#include "reconcile.h"
#include "singer/bookmark.h"
#include "singer/messages.h"
#include "singer/shape.h"

#include <stdlib.h>
#include <string.h>

/* How often the list may change under the reading before it is given up. */
enum { MOST_BEGINNINGS = 50, MOST_PAGES = 100 };

/* A page that was asked for, and what it says of itself once it is answered. */
struct asked_page {
    const struct changes *changes;
    int64_t offset;
    struct page_envelope envelope;
};

struct changes {
    const struct fetch *fetch;
    struct api *api;
    struct api_queue *queue;
    struct shape *shape;
    struct reconcile *reconcile;
    struct bookmark bookmark;
    struct buffer gaps;
    long page_size; /* of the next pages to ask for */
    int64_t total;  /* negative: nothing was read yet */
    int64_t received_at;
    long beginnings;
    struct asked_page asked[MOST_PAGES]; /* in this round */
    size_t asked_count;
};

static bool parse_number(const char *text, size_t length, int64_t *number)
{
    *number = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9' || *number > INT64_MAX / 100)
            return false;
        *number = *number * 10 + (text[i] - '0');
    }
    return length > 0;
}

/* What is read of the known list; gaps are gathered as binary numbers. */
struct known_list {
    struct reconcile *reconcile;
    struct buffer gaps;
};

/* Takes "ID" or "ID ADDED_AT". */
static bool take_suspect(struct reconcile *reconcile, const char *text, size_t length,
                         struct error *error)
{
    const char *space = memchr(text, ' ', length);
    size_t id_length = space ? (size_t)(space - text) : length;
    int64_t added_at = RECONCILE_NO_TIME;

    if (!ids_valid(text, id_length) ||
        (space && !timestamp_parse(space + 1, length - id_length - 1, &added_at)))
        return error_set(error, EX_DATAERR, "not an id, or an id and the time when it was added");
    return reconcile_suspect(reconcile, text, id_length, added_at, error);
}

static bool take_known(void *context, const char *line, size_t length, struct error *error)
{
    struct known_list *list = context;
    const char *space = memchr(line, ' ', length);
    size_t first = space ? (size_t)(space - line) : length;
    const char *rest = line + first + (space ? 1 : 0);
    size_t rest_length = length - first - (space ? 1 : 0);
    int64_t number;

    if (first == 3 && memcmp(line, "gap", 3) == 0 && parse_number(rest, rest_length, &number))
        return buffer_append(&list->gaps, &number, sizeof number) || error_no_memory(error);
    if (first == 7 && memcmp(line, "suspect", 7) == 0)
        return take_suspect(list->reconcile, rest, rest_length, error);
    if (!timestamp_parse(rest, rest_length, &number) || !ids_valid(line, first))
        return error_set(error, EX_DATAERR, "not an id and the time when it was added");
    return reconcile_know(list->reconcile, line, first, number, error);
}

static bool read_known(struct reconcile *reconcile, const char *name, struct error *error)
{
    struct known_list list = {.reconcile = reconcile};
    bool well = line_file_read(name, take_known, &list, error) &&
                reconcile_know_gaps(reconcile, (const int64_t *)(const void *)list.gaps.bytes,
                                    list.gaps.length / sizeof(int64_t), error);

    buffer_free(&list.gaps);
    return well;
}

static const char *check_page(void *context, jv *body, int tries)
{
    struct asked_page *asked = context;
    const char *reason =
        page_envelope_read(*body, asked->offset, asked->changes->page_size, &asked->envelope);

    return reason ? reason : page_complete(body, asked->offset, tries, &asked->envelope);
}

static bool ask(struct changes *changes, int64_t offset, struct error *error)
{
    struct asked_page *asked = &changes->asked[changes->asked_count++];
    char path[256];

    *asked = (struct asked_page){.changes = changes, .offset = offset};
    (void)snprintf(path, sizeof path, "%s?offset=%lld&limit=%ld", changes->fetch->path,
                   (long long)offset, changes->page_size);
    return api_get(changes->queue, changes->fetch->endpoint, path, check_page, asked, error);
}

/* A message of a page, and how it compares. */
struct compared {
    jv message;
    int64_t added_at;
    bool same;
};

static struct compared compare(struct changes *changes, jv message)
{
    jv record = jv_object_get(jv_copy(message), jv_string("record"));
    jv id = jv_object_get(jv_copy(record), jv_string("id"));
    jv added_at = jv_object_get(jv_copy(record), jv_string("added_at"));
    jv place = jv_object_get(record, jv_string("place"));
    struct compared compared = {.message = message};

    if (jv_get_kind(added_at) == JV_KIND_STRING)
        (void)timestamp_parse(jv_string_value(added_at),
                              (size_t)jv_string_length_bytes(jv_copy(added_at)),
                              &compared.added_at);
    compared.same =
        jv_get_kind(id) != JV_KIND_STRING || jv_get_kind(place) != JV_KIND_NUMBER ||
        reconcile_see(changes->reconcile, changes->total - (int64_t)jv_number_value(place),
                      jv_string_value(id), (size_t)jv_string_length_bytes(jv_copy(id)),
                      compared.added_at);
    jv_free(id);
    jv_free(added_at);
    jv_free(place);
    return compared;
}

/* Prints what is not as it is known, and with it its equals in added_at, whose order is their
 * places'. */
static bool print_compared(struct changes *changes, const struct compared *compared, size_t count,
                           struct error *error)
{
    for (size_t i = 0; i < count; i++) {
        bool printed = !compared[i].same;

        for (size_t j = 0; j < count && !printed; j++)
            printed = !compared[j].same && compared[j].added_at == compared[i].added_at;
        if (!printed)
            continue;
        if (!messages_print_one(jv_copy(compared[i].message), error))
            return false;
        changes->bookmark.processed += !compared[i].same;
    }
    return true;
}

static bool take_page(struct changes *changes, struct api_answer *answer, int64_t offset,
                      const struct page_envelope *envelope, struct error *error)
{
    size_t count = 0, most = (size_t)envelope->items;
    struct compared *compared = calloc(most ? most : 1, sizeof *compared);
    char time_extracted[TIMESTAMP_TEXT];
    char reason[200] = "";
    bool taken = false;
    jv message;

    if (!compared)
        return error_no_memory(error);
    timestamp_format(answer->received_at, time_extracted);
    if (!shape_start(changes->shape,
                     JV_OBJECT(jv_string("page"), jv_copy(answer->body), jv_string("offset"),
                               jv_number((double)offset), jv_string("time_extracted"),
                               jv_string(time_extracted)),
                     error))
        goto out;
    while (count < most && jv_is_valid(message = shape_next(changes->shape, reason, sizeof reason)))
        compared[count++] = compare(changes, message);
    if (*reason) {
        (void)error_set(error, EX_PROTOCOL, "%s answered with nonsense: %s", changes->fetch->path,
                        reason);
        goto out;
    }
    reconcile_read(changes->reconcile, offset, offset + envelope->items, envelope->lacking > 0);
    changes->received_at = answer->received_at;
    taken = print_compared(changes, compared, count, error);
out:
    for (size_t i = 0; i < count; i++)
        jv_free(compared[i].message);
    free(compared);
    return taken;
}

/* A page that tells another total than those before it is from another list: all begins anew. */
static bool begin(struct changes *changes, int64_t total, struct error *error)
{
    if (++changes->beginnings > MOST_BEGINNINGS)
        return error_set(error, EX_UNAVAILABLE,
                         "the library keeps changing while it is read; try again later");
    changes->total = total;
    return reconcile_begin(changes->reconcile, total, error);
}

static bool take_answer(struct changes *changes, struct api_answer *answer, struct error *error)
{
    const struct asked_page *asked = answer->context;
    const struct page_envelope *envelope = &asked->envelope;
    bool taken = false;

    if (answer->outcome == API_ANSWERED) {
        changes->page_size = (long)envelope->limit;
        taken = (envelope->total == changes->total || begin(changes, envelope->total, error)) &&
                take_page(changes, answer, asked->offset, envelope, error);
    } else {
        *error = answer->error;
    }
    api_answer_free(answer);
    return taken;
}

static bool read_pages(struct changes *changes, struct error *error)
{
    struct api_answer *answer;

    while (api_pending(changes->queue) > 0) {
        if (!api_wait(changes->api, -1, NULL, error))
            return false;
        while ((answer = api_next(changes->queue)))
            if (!take_answer(changes, answer, error))
                return false;
    }
    changes->asked_count = 0;
    return true;
}

static bool print_state(struct changes *changes, struct error *error)
{
    changes->bookmark.requests = api_requests(changes->api);
    return bookmark_print(changes->fetch->stream, &changes->bookmark, error);
}

/* Pages that prove where the changes are, round by round. */
static bool find_changes(struct changes *changes, struct error *error)
{
    int64_t offsets[MOST_PAGES];
    size_t count, kept;

    /* the head of the list, and with it the total, is what most runs need */
    if (!ask(changes, 0, error) || !api_send(changes->api, error))
        return false;
    changes->shape = shape_open(changes->fetch->stream, changes->fetch->program, error);
    if (!changes->shape || !messages_print_schema(changes->fetch->stream, error))
        return false;
    do {
        if (!read_pages(changes, error))
            return false;
        changes->bookmark.total = changes->total;
        count = reconcile_wanted(changes->reconcile, changes->page_size, offsets, MOST_PAGES);
        for (size_t i = 0; i < count; i++)
            if (!ask(changes, offsets[i], error))
                return false;
    } while (count > 0);
    if (!reconcile_settle(changes->reconcile, &kept, error))
        return false;
    if (kept > 0)
        log_warning("which of %s are gone cannot be told, as places of the list hold nothing: %zu "
                    "are kept",
                    changes->fetch->stream, kept);
    return true;
}

static bool print_removed(struct changes *changes, struct error *error)
{
    size_t cursor = 0;
    const char *id;

    while ((id = reconcile_removed(changes->reconcile, &cursor))) {
        if (!messages_print_deletion(changes->fetch->stream, id, changes->received_at, error))
            return false;
        changes->bookmark.processed++;
    }
    return true;
}

static bool list_gaps(struct changes *changes, struct error *error)
{
    struct buffer *gaps = &changes->gaps;
    size_t cursor = 0;
    int64_t place;
    bool well = buffer_append_string(gaps, "[");

    while (well && (place = reconcile_gap(changes->reconcile, &cursor)))
        well = buffer_append_format(gaps, "%s%lld", gaps->length > 1 ? "," : "", (long long)place);
    well = well && buffer_append_string(gaps, "]");
    changes->bookmark.gaps = well ? buffer_string(gaps) : NULL;
    if (!changes->bookmark.gaps)
        return error_no_memory(error);
    return true;
}

bool changes_fetch(const struct fetch *fetch, const char *known, const struct api_options *options,
                   struct error *error)
{
    struct changes changes = {.fetch = fetch,
                              .page_size = fetch->page_size,
                              .total = -1,
                              .bookmark = {.offset = -1, .total = -1, .has_more = true}};
    bool done = false;

    if (fetch->offset > 0 || fetch->total >= 0 || fetch->max_items >= 0)
        return error_set(error, EX_USAGE,
                         "--known goes with none of --offset, --total and --max-items: a part of "
                         "the list proves nothing");
    changes.api = api_open(options, error);
    if (!changes.api || !(changes.queue = api_queue_open(changes.api, error)) ||
        !(changes.reconcile = reconcile_new(error)) || !read_known(changes.reconcile, known, error))
        goto out;
    if (find_changes(&changes, error) && print_removed(&changes, error) &&
        list_gaps(&changes, error)) {
        changes.bookmark.offset = changes.total;
        changes.bookmark.has_more = false;
        done = print_state(&changes, error);
    } else {
        changes.bookmark.requests = api_requests(changes.api);
        bookmark_print_failure(fetch->stream, &changes.bookmark, error);
    }
out:
    shape_close(changes.shape);
    reconcile_free(changes.reconcile);
    buffer_free(&changes.gaps);
    api_queue_close(changes.queue);
    api_close(changes.api);
    return done;
}
