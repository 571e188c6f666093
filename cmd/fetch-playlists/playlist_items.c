#include "playlist_items.h"
#include "api/refusal.h"
#include "playlist_record.h"

#include <stdio.h>
#include <stdlib.h>

extern const char cmd_fetch_playlists_items_jq[];

enum { FORBIDDEN = 403, NOT_FOUND = 404 };

struct playlist_items {
    struct api *api;
    const struct messages *messages;
    struct api_queue *queue;
    struct shape *shape;
    long window, page_size;
    bool schema_printed;
    struct queued_playlist *first, **end; /* those to be read */
    struct queued_playlist *read;         /* those that were */
    struct queued_playlist *doubted;      /* those that are refused for the first time */
    size_t count, begun;
    struct failed_playlists failed;
    struct refusals refusals;
};

struct playlist_items *playlist_items_open(struct api *api, const struct messages *messages,
                                           long window, struct error *error)
{
    struct playlist_items *items = calloc(1, sizeof *items);

    if (!items) {
        (void)error_no_memory(error);
        return NULL;
    }
    *items = (struct playlist_items){
        .api = api, .messages = messages, .window = window, .page_size = CONTENTS_PAGE};
    items->end = &items->first;
    items->queue = api_queue_open(api, error);
    if (items->queue)
        return items;
    playlist_items_close(items);
    return NULL;
}

void playlist_items_queue(struct playlist_items *items, struct queued_playlist *playlist)
{
    *items->end = playlist;
    items->end = &playlist->next;
    items->count++;
    items->refusals.asked += whose_may_be_own(playlist->whose);
}

static bool print_items_schema(struct playlist_items *items, struct error *error)
{
    if (items->schema_printed)
        return true;
    items->schema_printed = true;
    return messages_print_schema(items->messages, "playlist_items", error);
}

bool playlist_items_print_deleted(struct playlist_items *items, const char *playlist_id,
                                  int64_t position, int64_t end, int64_t time, struct error *error)
{
    char key[128];

    if (position < end && !print_items_schema(items, error))
        return false;
    for (; position < end; position++) {
        (void)snprintf(key, sizeof key, "\"playlist_id\":\"%s\",\"position\":%lld", playlist_id,
                       (long long)position);
        if (!messages_print_keyed_deletion(items->messages, "playlist_items", key, time, error))
            return false;
    }
    return true;
}

/* Keeps the window full with pages of the queued playlists. */
static bool request_items(struct playlist_items *items, struct error *error)
{
    for (struct queued_playlist *playlist = items->first; playlist; playlist = playlist->next)
        while (queued_playlist_wants_page(playlist)) {
            bool begins = !playlist->pages;
            if (api_pending(items->queue) >= items->window ||
                (begins && !failed_playlists_allow(&items->failed, items->begun)))
                return true;
            items->begun += begins;
            if (!queued_playlist_request(playlist, items->queue, items->page_size, error))
                return false;
        }
    return true;
}

static bool see_item(void *context, jv message, struct error *error)
{
    bool seen = contents_see(context, message, error);

    jv_free(message);
    return seen;
}

static bool see_and_print_item(void *context, jv message, struct error *error)
{
    if (contents_see(context, message, error))
        return messages_print_one(message, error);
    jv_free(message);
    return false;
}

/* Gives the items of a page to `take`, as those from a position on. */
static bool take_items(struct playlist_items *items, const struct queued_playlist *playlist,
                       const struct api_answer *answer, int64_t position, message_taker *take,
                       struct error *error)
{
    const struct shape_page page = {
        .body = answer->body,
        .received_at = answer->received_at,
        .offset = position,
        .context = JV_OBJECT(jv_string("playlist_id"), jv_string(playlist->id),
                             jv_string("snapshot_id"), jv_string(playlist->listed.snapshot_id)),
        .path = items_endpoint};
    bool done = shape_page_messages(items->shape, &page, take, playlist->contents, error);

    jv_free(page.context);
    return done;
}

/* Prints a page of items behind those that were joined, without what it repeats of them. */
static bool join_items(struct playlist_items *items, struct queued_playlist *playlist,
                       const struct api_answer *answer, int64_t count, struct error *error)
{
    int64_t joined = playlist->joined;

    if (!take_items(items, playlist, answer, joined, see_item, error))
        return false;
    joined -= contents_overlap(playlist->contents, joined);
    playlist->joined_all = joined + count <= playlist->joined;
    if (!playlist->joined_all)
        playlist->joined = joined + count;
    contents_cut(playlist->contents, playlist->joined);
    return playlist->joined_all ||
           take_items(items, playlist, answer, joined, see_and_print_item, error);
}

/* Prints a page of items, unless it is one of a reading that was given up. */
static bool take_item_page(struct playlist_items *items, const struct item_page *page,
                           const struct api_answer *answer, struct error *error)
{
    struct queued_playlist *playlist = page->playlist;
    const struct page_envelope *envelope = &page->request.envelope;

    if (page->reading != playlist->readings || playlist->stale || playlist->left_out)
        return true;
    if (envelope->total > CONTENTS_MOST) {
        struct error reason;
        (void)error_set(&reason, EX_PROTOCOL, "it has more items than a playlist can have");
        return failed_playlists_add(&items->failed, playlist, &reason, error);
    }
    /* the total of a last page that overlaps was raised to hold its items (page_envelope.h) */
    if (playlist->mode != CONTENTS_JOINED ||
        page->request.offset + envelope->items < envelope->total)
        contents_count(playlist->contents, envelope->total);
    playlist->total = envelope->total;
    playlist->received_at = answer->received_at;
    /* if pages are smaller than was requested, the next one was requested too far on */
    if (items->page_size > envelope->limit)
        items->page_size = (long)envelope->limit;
    playlist->stale = page->request.size > envelope->limit &&
                      page->request.offset + envelope->limit < envelope->total;
    if (playlist->stale)
        return true;
    if (playlist->mode == CONTENTS_JOINED)
        return join_items(items, playlist, answer, envelope->items, error);
    return take_items(items, playlist, answer, page->request.offset, see_and_print_item, error);
}

static bool is_of_playlist(const struct api_answer *refusal)
{
    return refusal->status == FORBIDDEN ||
           (refusal->status == NOT_FOUND && refusal_speaks_of_resource(refusal->words));
}

static void take_item_refusal(struct playlist_items *items, struct queued_playlist *playlist,
                              const struct api_answer *answer)
{
    playlist->received_at = answer->received_at;
    if (!playlist->refused)
        refusals_add(&items->refusals, playlist->whose, playlist->name, answer->words,
                     filing_was_refused(&playlist->known));
    playlist->refused = true;
}

static bool take_item_answer(struct playlist_items *items, const struct api_answer *answer,
                             struct error *error)
{
    struct item_page *page = answer->context;
    struct queued_playlist *playlist = page->playlist;
    bool is_refused = answer->outcome == API_REFUSED && is_of_playlist(answer);

    playlist->pending--;
    if (answer->outcome == API_ANSWERED || is_refused)
        failed_playlists_answer(&items->failed);
    if (answer->outcome == API_ANSWERED)
        return take_item_page(items, page, answer, error);
    if (is_refused) {
        take_item_refusal(items, playlist, answer);
        return true;
    }
    if (answer->outcome == API_REFUSED ||
        (answer->outcome == API_FAILED && answer->error.status != EX_NOPERM))
        return failed_playlists_add(&items->failed, playlist, &answer->error, error);
    *error = answer->error;
    return false;
}

/* Prints a playlist's last record, which is used up. */
static bool print_last_record(struct playlist_items *items, jv message, struct bookmark *bookmark,
                              struct error *error)
{
    if (!messages_print_one(message, error))
        return false;
    bookmark->processed++;
    bookmark->offset++;
    bookmark->requests = api_requests(items->api);
    return bookmark_print("playlists", bookmark, error);
}

bool playlist_items_print(struct playlist_items *items, const struct queued_playlist *playlist,
                          jv message, struct bookmark *bookmark, struct error *error)
{
    if (playlist->filing != FILING_CONTRADICTED &&
        !playlist_items_print_deleted(items, playlist->id, playlist->shown.count,
                                      playlist->known.total, playlist->received_at, error)) {
        jv_free(message);
        return false;
    }
    return print_last_record(items, message, bookmark, error);
}

/* Ends a playlist, which is used up. */
static bool end_playlist(struct playlist_items *items, struct queued_playlist *playlist,
                         enum reading_end end, struct bookmark *bookmark, struct error *error)
{
    jv message;
    bool ended = true;

    if (playlist->refused && playlist->whose != WHOSE_OWN &&
        !filing_was_refused(&playlist->known)) {
        playlist->next = items->doubted;
        items->doubted = playlist;
        return true;
    }
    message = jv_copy(playlist->message);
    if (playlist->refused)
        message = playlist_record_refused(message, playlist);
    else if (end == READING_FAILED && playlist->earlier)
        message = playlist_record_kept(message, playlist->earlier);
    if (end == READING_FILED)
        ended = playlist_items_print(items, playlist, playlist_record_filed(message, playlist),
                                     bookmark, error);
    else if (end == READING_FAILED)
        ended = print_last_record(items, message, bookmark, error);
    else
        jv_free(message);
    if (end == READING_FAILED) {
        queued_playlist_free(playlist);
        return ended;
    }
    refusals_read(&items->refusals, playlist->whose);
    contents_free(playlist->contents);
    playlist->contents = NULL;
    playlist->next = items->read;
    items->read = playlist;
    return ended;
}

/* Ends the playlists that are over, and begins anew those that must be read again. */
static bool end_playlists(struct playlist_items *items, struct bookmark *bookmark,
                          struct error *error)
{
    struct queued_playlist **link = &items->first;

    while (*link) {
        struct queued_playlist *playlist = *link;
        struct error reason;
        enum reading_end end = queued_playlist_end_reading(playlist, items->page_size, &reason);

        if (end == READING_GOES_ON) {
            link = &playlist->next;
            continue;
        }
        if (end == READING_FAILED && !playlist->refused &&
            !failed_playlists_add(&items->failed, playlist, &reason, error))
            return false;
        *link = playlist->next;
        if (!end_playlist(items, playlist, end, bookmark, error))
            return false;
    }
    return true;
}

/* Prints those that are refused for the first time. */
static bool print_first_refusals(struct playlist_items *items, struct bookmark *bookmark,
                                 struct error *error)
{
    bool are_believed = refusals_are_of_all(&items->refusals);
    bool printed = true;

    refusals_report_doubts(&items->refusals);
    while (printed && items->doubted) {
        struct queued_playlist *playlist = items->doubted;
        items->doubted = playlist->next;
        if (!are_believed)
            (void)snprintf(playlist->doubt, sizeof playlist->doubt, "%s", FILING_REFUSED);
        printed = print_last_record(
            items, playlist_record_refused(jv_copy(playlist->message), playlist), bookmark, error);
        queued_playlist_free(playlist);
    }
    return printed;
}

static bool read_queued(struct playlist_items *items, struct bookmark *bookmark,
                        struct error *error)
{
    struct api_answer *answer;
    bool done = true;

    failed_playlists_spread(&items->first, items->count);
    items->shape = shape_open("playlist_items", cmd_fetch_playlists_items_jq, COMPILE_AHEAD, error);
    shape_set_account(items->shape, items->messages->account_id);
    if (!items->shape || !print_items_schema(items, error))
        return false;
    while (done && items->first) {
        done = request_items(items, error) && api_wait(items->api, -1, NULL, error);
        while (done && (answer = api_next(items->queue))) {
            done = take_item_answer(items, answer, error);
            api_answer_free(answer);
        }
        done = done && end_playlists(items, bookmark, error);
    }
    return done;
}

bool playlist_items_read(struct playlist_items *items, struct bookmark *bookmark,
                         struct error *error)
{
    struct error unprinted;
    bool done = !items->first || read_queued(items, bookmark, error);

    if (print_first_refusals(items, bookmark, done ? error : &unprinted))
        return done;
    return false;
}

struct queued_playlist *playlist_items_first_read(const struct playlist_items *items)
{
    return items->read;
}

struct failed_playlists *playlist_items_failed(struct playlist_items *items)
{
    return &items->failed;
}

struct refusals *playlist_items_refusals(struct playlist_items *items)
{
    return &items->refusals;
}

static void free_playlists(struct queued_playlist *first)
{
    while (first) {
        struct queued_playlist *playlist = first;
        first = playlist->next;
        queued_playlist_free(playlist);
    }
}

void playlist_items_close(struct playlist_items *items)
{
    if (!items)
        return;
    api_queue_close(items->queue);
    free_playlists(items->first);
    free_playlists(items->read);
    free_playlists(items->doubted);
    shape_close(items->shape);
    free(items);
}
