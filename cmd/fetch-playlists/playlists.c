#include "playlists.h"
#include "api/refusal.h"
#include "base/ids.h"
#include "base/output.h"
#include "base/timestamp.h"
#include "list/pages.h"
#include "list/removals.h"
#include "singer/bookmark.h"
#include "singer/messages.h"
#include "singer/shape.h"

#include <stdlib.h>
#include <string.h>

extern const char cmd_fetch_playlists_items_jq[];

/* How often a playlist may change under the reading before it is left to the next run. */
enum { MOST_READINGS = 10, PAGE_SIZE = 50 };

/* So many playlists in a row whose items cannot be had: it is not due to them. */
enum { MOST_FAILED = 3 };

enum { FORBIDDEN = 403, NOT_FOUND = 404 };

static const char items_endpoint[] = "/playlists/{id}/items";

/* A playlist whose items are being read. */
struct reading {
    struct reading *next;
    jv message; /* its RECORD */
    char *id;
    char *snapshot_id;
    int64_t known_items;
    int64_t total; /* negative: not known, and the first page is to tell */
    int64_t asked_up_to;
    int64_t pages; /* asked for, and not yet answered */
    int64_t received_at;
    int readings;
    bool stale; /* pages of it told different totals: it is to be read again */
    bool refused;
    bool left_out; /* its items could not be had in this run */
};

struct playlists {
    const struct playlists_options *options;
    struct api *api;
    struct api_queue *queue; /* of the pages of items */
    long window;
    int64_t page_size; /* places that a page of items is asked for */
    struct shape *shape;
    struct shape *items_shape;
    bool items_schema_printed;
    struct ids *taken; /* all that were listed */
    struct removals *removals;
    struct reading *first, **end; /* in the order of the list */
    struct bookmark bookmark;
    int64_t received_at;
    size_t left_out_count;
    int failed_in_a_row;
    struct error left_out; /* why the first was */
};

/* What a page of items was asked for. */
struct asked_items {
    struct reading *reading;
    int64_t offset, page_size;
    int number;                    /* of the reading */
    struct page_envelope envelope; /* once it is answered */
};

static char *text_of(jv object, const char *name)
{
    jv value = jv_object_get(jv_copy(object), jv_string(name));
    char *text = strdup(jv_get_kind(value) == JV_KIND_STRING ? jv_string_value(value) : "");

    jv_free(value);
    return text;
}

static int64_t listed_total(jv record)
{
    static const char *const names[] = {"items", "tracks"};

    for (int i = 0; i < 2; i++) {
        jv items = jv_object_get(jv_copy(record), jv_string(names[i]));
        jv total = jv_get_kind(items) == JV_KIND_OBJECT ? jv_object_get(items, jv_string("total"))
                                                        : (jv_free(items), jv_invalid());
        double number = jv_get_kind(total) == JV_KIND_NUMBER ? jv_number_value(total) : -1;
        jv_free(total);
        if (number >= 0 && number < 1e9)
            return (int64_t)number;
    }
    return -1;
}

static void reading_free(struct reading *reading)
{
    jv_free(reading->message);
    free(reading->id);
    free(reading->snapshot_id);
    free(reading);
}

/* Puts a playlist in line whose items are to be read. */
static bool queue(struct playlists *playlists, jv message, jv record,
                  const struct known_playlist *known, struct error *error)
{
    struct reading *reading = calloc(1, sizeof *reading);

    if (!reading)
        return error_no_memory(error);
    reading->message = jv_copy(message);
    reading->id = text_of(record, "id");
    reading->snapshot_id = text_of(record, "snapshot_id");
    reading->known_items = known ? known->total_items : 0;
    reading->total = listed_total(record);
    if (!reading->id || !reading->snapshot_id) {
        reading_free(reading);
        return error_no_memory(error);
    }
    *playlists->end = reading;
    playlists->end = &reading->next;
    return true;
}

/* Adds to a playlist's RECORD, which it takes over, what holds of its items as of a snapshot. */
static jv add_items(jv message, const char *snapshot_id, int64_t total, bool refused)
{
    jv record = jv_object_get(jv_copy(message), jv_string("record"));

    if (refused) {
        record = jv_object_set(record, jv_string("items_refused"), jv_true());
    } else {
        record = jv_object_set(record, jv_string("items_snapshot_id"), jv_string(snapshot_id));
        record = jv_object_set(record, jv_string("items_total"), jv_number((double)total));
    }
    return jv_object_set(message, jv_string("record"), record);
}

/* Prints a listed playlist, or puts it in line where its items are new or changed. */
static bool take_playlist(struct playlists *playlists, jv message, struct error *error)
{
    jv record = jv_object_get(jv_copy(message), jv_string("record"));
    char *id = text_of(record, "id"), *snapshot_id = text_of(record, "snapshot_id");
    const struct known_playlist *known = id ? known_find(playlists->options->known, id) : NULL;
    bool first_sight = true, taken = false, unchanged;

    if (!id || !snapshot_id) {
        (void)error_no_memory(error);
        goto out;
    }
    if (!removals_see(playlists->removals, message, error) ||
        !ids_add(playlists->taken, id, strlen(id), &first_sight, error))
        goto out;
    unchanged = known && *snapshot_id && strcmp(known->snapshot_id, snapshot_id) == 0;
    if (!first_sight) {
        taken = true;
    } else if (unchanged || playlists->options->without_items) {
        /* a reader that replaces all of a row would else lose what an earlier run told */
        if (unchanged)
            message = add_items(message, snapshot_id, known->total_items, known->refused);
        taken = messages_print_one(jv_copy(message), error);
        playlists->bookmark.processed++;
        playlists->bookmark.offset++;
    } else {
        taken = queue(playlists, message, record, known, error);
    }
out:
    free(id);
    free(snapshot_id);
    jv_free(record);
    jv_free(message);
    return taken;
}

static bool take_list_page(struct playlists *playlists, struct page *page, struct error *error)
{
    char time_extracted[TIMESTAMP_TEXT], reason[200];
    jv message;

    removals_total(playlists->removals, page->total);
    playlists->bookmark.total = page->total;
    playlists->received_at = page->received_at;
    timestamp_format(page->received_at, time_extracted);
    if (!shape_start(playlists->shape,
                     JV_OBJECT(jv_string("page"), jv_copy(page->body), jv_string("offset"),
                               jv_number((double)page->offset), jv_string("time_extracted"),
                               jv_string(time_extracted)),
                     error))
        return false;
    while (jv_is_valid(message = shape_next(playlists->shape, reason, sizeof reason)))
        if (!take_playlist(playlists, message, error))
            return false;
    jv_free(message);
    if (*reason)
        return error_set(error, EX_PROTOCOL, "%s answered with nonsense: %s",
                         playlists->options->list.path, reason);
    playlists->bookmark.requests = api_requests(playlists->api);
    return bookmark_print("playlists", &playlists->bookmark, error);
}

static bool read_list(struct playlists *playlists, struct pages *pages, struct error *error)
{
    enum pages_result result;
    struct page page;
    bool taken = true;

    while (taken && (result = pages_next(pages, &page, error)) == PAGES_PAGE) {
        taken = take_list_page(playlists, &page, error);
        jv_free(page.body);
    }
    return taken && result == PAGES_END;
}

/* The SCHEMA of items goes ahead of the first of them. */
static bool print_items_schema(struct playlists *playlists, struct error *error)
{
    if (playlists->items_schema_printed)
        return true;
    playlists->items_schema_printed = true;
    return messages_print_schema("playlist_items", error);
}

/* Deletions of the items from a position to the one ahead of `end`. */
static bool print_removed_items(struct playlists *playlists, const char *id, int64_t position,
                                int64_t end, int64_t time, struct error *error)
{
    char key[128];

    if (position < end && !print_items_schema(playlists, error))
        return false;
    for (; position < end; position++) {
        (void)snprintf(key, sizeof key, "\"playlist_id\":\"%s\",\"position\":%lld", id,
                       (long long)position);
        if (!messages_print_keyed_deletion("playlist_items", key, time, error))
            return false;
    }
    return true;
}

static bool print_removed_playlists(struct playlists *playlists, struct error *error)
{
    const struct known *known = playlists->options->known;

    for (size_t i = 0; i < known_count(known); i++) {
        const struct known_playlist *playlist = known_get(known, i);
        size_t length = strlen(playlist->id);
        if (!ids_valid(playlist->id, length) ||
            !removals_misses(playlists->removals, playlist->id, length))
            continue;
        if (!removals_proved(playlists->removals, "playlists"))
            return true;
        if (!playlists->options->without_items &&
            !print_removed_items(playlists, playlist->id, 0, playlist->total_items,
                                 playlists->received_at, error))
            return false;
        if (!messages_print_deletion("playlists", playlist->id, playlists->received_at, error))
            return false;
        playlists->bookmark.processed++;
    }
    return true;
}

static const char *check_items(void *context, jv *body, int tries)
{
    struct asked_items *asked = context;
    const char *reason =
        page_envelope_read(*body, asked->offset, (long)asked->page_size, &asked->envelope);

    return reason ? reason : page_complete(body, asked->offset, tries, &asked->envelope);
}

static bool ask(struct playlists *playlists, struct reading *reading, struct error *error)
{
    struct asked_items *asked = calloc(1, sizeof *asked);
    char path[128];

    if (!asked)
        return error_no_memory(error);
    *asked = (struct asked_items){.reading = reading,
                                  .offset = reading->asked_up_to,
                                  .page_size = playlists->page_size,
                                  .number = reading->readings};
    (void)snprintf(path, sizeof path, "/playlists/%s/items?offset=%lld&limit=%lld", reading->id,
                   (long long)asked->offset, (long long)asked->page_size);
    if (!api_get(playlists->queue, items_endpoint, path, check_items, asked, error)) {
        free(asked);
        return false;
    }
    reading->asked_up_to += asked->page_size;
    reading->pages++;
    return true;
}

/* Keeps the window full with pages of the playlists in line. */
static bool ask_for_items(struct playlists *playlists, struct error *error)
{
    for (struct reading *reading = playlists->first; reading; reading = reading->next) {
        while (!reading->stale && !reading->refused && !reading->left_out &&
               (reading->asked_up_to == 0 || reading->asked_up_to < reading->total)) {
            if (api_pending(playlists->queue) >= playlists->window)
                return true;
            if (!ask(playlists, reading, error))
                return false;
        }
    }
    return true;
}

static bool print_items(struct playlists *playlists, const struct asked_items *asked,
                        const struct api_answer *answer, struct error *error)
{
    char time_extracted[TIMESTAMP_TEXT];
    int64_t printed;

    timestamp_format(answer->received_at, time_extracted);
    return messages_print(playlists->items_shape,
                          JV_OBJECT(jv_string("page"), jv_copy(answer->body), jv_string("offset"),
                                    jv_number((double)asked->offset), jv_string("time_extracted"),
                                    jv_string(time_extracted), jv_string("playlist_id"),
                                    jv_string(asked->reading->id), jv_string("snapshot_id"),
                                    jv_string(asked->reading->snapshot_id)),
                          items_endpoint, &printed, error);
}

/* Takes an answered page of items. */
static bool take_items(struct playlists *playlists, const struct asked_items *asked,
                       struct api_answer *answer, struct error *error)
{
    struct reading *reading = asked->reading;
    struct page_envelope envelope = asked->envelope;

    if (asked->number != reading->readings || reading->stale)
        return true;
    if (reading->total != envelope.total) {
        /* the list was told ahead of the items, so only another page can contradict the first */
        reading->stale = reading->pages > 1 || asked->offset > 0;
        reading->total = envelope.total;
    }
    /* where pages are smaller than was asked for, the next one was asked for too far behind */
    if (playlists->page_size > envelope.limit)
        playlists->page_size = envelope.limit;
    if (asked->page_size > envelope.limit && asked->offset + envelope.limit < envelope.total)
        reading->stale = true;
    reading->received_at = answer->received_at;
    return reading->stale || print_items(playlists, asked, answer, error);
}

/* Leaves the items of a playlist to the next run. False with *error where several in a row could
 * not be had: then it is not due to them. */
static bool leave_out(struct playlists *playlists, struct reading *reading,
                      const struct error *reason, struct error *error)
{
    if (reading->left_out)
        return true;
    reading->left_out = true;
    if (playlists->left_out_count++ == 0)
        playlists->left_out = *reason;
    /* the list was answered, so that the app is allowed to ask */
    if (playlists->left_out.status == EX_NOPERM)
        playlists->left_out.status = EX_UNAVAILABLE;
    *error = playlists->left_out;
    return ++playlists->failed_in_a_row < MOST_FAILED;
}

static bool take_answer(struct playlists *playlists, struct api_answer *answer, struct error *error)
{
    struct asked_items *asked = answer->context;
    bool taken = true;

    switch (answer->outcome) {
    case API_ANSWERED:
        playlists->failed_in_a_row = 0;
        taken = take_items(playlists, asked, answer, error);
        break;
    case API_REFUSED:
        if (answer->status == FORBIDDEN ||
            (answer->status == NOT_FOUND && refusal_speaks_of_resource(answer->words))) {
            playlists->failed_in_a_row = 0;
            asked->reading->refused = true;
            asked->reading->received_at = answer->received_at;
        } else {
            taken = leave_out(playlists, asked->reading, &answer->error, error);
        }
        break;
    case API_LIMITED:
        *error = answer->error;
        taken = false;
        break;
    case API_FAILED:
        *error = answer->error;
        taken = error->status != EX_NOPERM &&
                leave_out(playlists, asked->reading, &answer->error, error);
        break;
    }
    asked->reading->pages--;
    free(asked);
    api_answer_free(answer);
    return taken;
}

/* The playlist behind its items. Its time is theirs, for it tells what holds since they were read.
 */
static bool print_playlist(struct playlists *playlists, struct reading *reading,
                           struct error *error)
{
    char time_extracted[TIMESTAMP_TEXT];

    if (reading->left_out)
        return messages_print_one(jv_copy(reading->message), error);
    timestamp_format(reading->received_at, time_extracted);
    reading->message =
        add_items(reading->message, reading->snapshot_id, reading->total, reading->refused);
    reading->message =
        jv_object_set(reading->message, jv_string("time_extracted"), jv_string(time_extracted));
    return (reading->refused ||
            print_removed_items(playlists, reading->id, reading->total, reading->known_items,
                                reading->received_at, error)) &&
           messages_print_one(jv_copy(reading->message), error);
}

/* Ends the readings that have all their pages, and begins those anew whose playlist changed. */
static bool finish_readings(struct playlists *playlists, struct error *error)
{
    struct reading **link = &playlists->first;

    while (*link) {
        struct reading *reading = *link;
        bool complete = reading->asked_up_to > 0 && reading->asked_up_to >= reading->total;
        bool over = reading->refused || reading->left_out;

        if (reading->pages > 0 || (!complete && !over && !reading->stale)) {
            link = &reading->next;
            continue;
        }
        if (reading->stale && !over) {
            if (++reading->readings > MOST_READINGS)
                return error_set(error, EX_UNAVAILABLE,
                                 "a playlist keeps changing while it is read; try again later");
            reading->stale = false;
            reading->asked_up_to = 0;
            continue;
        }
        if (!print_playlist(playlists, reading, error))
            return false;
        *link = reading->next;
        if (playlists->end == &reading->next)
            playlists->end = link;
        reading_free(reading);
        playlists->bookmark.processed++;
        playlists->bookmark.offset++;
        playlists->bookmark.requests = api_requests(playlists->api);
        if (!bookmark_print("playlists", &playlists->bookmark, error))
            return false;
    }
    return true;
}

static bool read_items(struct playlists *playlists, struct error *error)
{
    struct api_answer *answer;

    if (!playlists->first)
        return true;
    playlists->items_shape = shape_open("playlist_items", cmd_fetch_playlists_items_jq, error);
    if (!playlists->items_shape || !print_items_schema(playlists, error))
        return false;
    playlists->queue = api_queue_open(playlists->api, error);
    while (playlists->queue && playlists->first) {
        if (!ask_for_items(playlists, error) || !api_wait(playlists->api, -1, NULL, error))
            return false;
        while ((answer = api_next(playlists->queue)))
            if (!take_answer(playlists, answer, error))
                return false;
        if (!finish_readings(playlists, error))
            return false;
    }
    return playlists->queue != NULL;
}

/* Reads the list once. */
static bool read_list_once(struct playlists *playlists, struct error *error)
{
    const struct fetch *list = &playlists->options->list;
    struct pages_options pages_options = {.endpoint = list->endpoint,
                                          .path = list->path,
                                          .page_size = list->page_size,
                                          .window = playlists->window,
                                          .offset = list->offset,
                                          .total = list->total,
                                          .places = list->max_items};
    struct pages *pages = pages_open(playlists->api, &pages_options, error);
    bool done = false;

    if (!pages)
        return false;
    if (!playlists->shape) {
        playlists->shape = shape_open(list->stream, list->program, error);
        if (!playlists->shape || !messages_print_schema("playlists", error))
            goto out;
    }
    done = read_list(playlists, pages, error);
out:
    pages_close(pages);
    return done;
}

static bool read_all(struct playlists *playlists, struct error *error)
{
    const struct fetch *list = &playlists->options->list;
    bool is_whole = list->offset == 0 && list->max_items < 0;
    bool again = false;

    do {
        if (!read_list_once(playlists, error) ||
            (is_whole && !removals_again(playlists->removals, &again, error)))
            return false;
    } while (again);
    if ((is_whole && !print_removed_playlists(playlists, error)) || !read_items(playlists, error))
        return false;
    if (playlists->left_out_count == 0)
        return true;
    return error_set(error, playlists->left_out.status,
                     "%zu of %zu playlists could not be read: %s", playlists->left_out_count,
                     ids_count(playlists->taken), playlists->left_out.text);
}

bool playlists_fetch(const struct playlists_options *options, const struct api_options *api_options,
                     struct error *error)
{
    struct playlists playlists = {
        .options = options,
        .window = api_options->window,
        .page_size = PAGE_SIZE,
        .bookmark = {.offset = options->list.offset, .total = -1, .has_more = true}};
    bool done = false;

    playlists.end = &playlists.first;
    playlists.api = api_open(api_options, error);
    if (!playlists.api || !(playlists.taken = ids_new(error)) ||
        !(playlists.removals = removals_open(NULL, error)))
        goto out;
    done = read_all(&playlists, error);
    playlists.bookmark.requests = api_requests(playlists.api);
    if (done) {
        playlists.bookmark.has_more = false;
        playlists.bookmark.offset = playlists.bookmark.total;
        done = bookmark_print("playlists", &playlists.bookmark, error);
    } else {
        bookmark_print_failure("playlists", &playlists.bookmark, error);
    }
out:
    api_queue_close(playlists.queue);
    while (playlists.first) {
        struct reading *reading = playlists.first;
        playlists.first = reading->next;
        reading_free(reading);
    }
    shape_close(playlists.shape);
    shape_close(playlists.items_shape);
    ids_free(playlists.taken);
    removals_close(playlists.removals);
    api_close(playlists.api);
    return done;
}
