#include "playlist_items.h"
#include "api/refusal.h"
#include "singer/messages.h"

#include <stdio.h>
#include <stdlib.h>

extern const char cmd_fetch_playlists_items_jq[];

enum {
    PAGE_SIZE = 50,
    /* How often a playlist may change while it is read before it is left to the next run. */
    MOST_READINGS = 10,
    /* If the items of as many playlists in a row cannot be read, it is not due to them. */
    MOST_FAILED = 3,
};

enum { FORBIDDEN = 403, NOT_FOUND = 404 };

struct playlist_items {
    struct api *api;
    struct api_queue *queue;
    struct shape *shape;
    long window, page_size;
    bool schema_printed;
    struct queued_playlist *first, **end; /* in the order of the list */
    size_t left_out_count;
    int failed_in_a_row;
    struct error left_out; /* why the first was */
};

struct playlist_items *playlist_items_open(struct api *api, long window, struct error *error)
{
    struct playlist_items *items = calloc(1, sizeof *items);

    if (!items) {
        (void)error_no_memory(error);
        return NULL;
    }
    *items = (struct playlist_items){.api = api, .window = window, .page_size = PAGE_SIZE};
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
}

static bool print_items_schema(struct playlist_items *items, struct error *error)
{
    if (items->schema_printed)
        return true;
    items->schema_printed = true;
    return messages_print_schema("playlist_items", error);
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
        if (!messages_print_keyed_deletion("playlist_items", key, time, error))
            return false;
    }
    return true;
}

/* Keeps the window full with pages of the queued playlists. */
static bool request_items(struct playlist_items *items, struct error *error)
{
    for (struct queued_playlist *playlist = items->first; playlist; playlist = playlist->next)
        while (queued_playlist_wants_page(playlist)) {
            if (api_pending(items->queue) >= items->window)
                return true;
            if (!queued_playlist_request(playlist, items->queue, items->page_size, error))
                return false;
        }
    return true;
}

static bool print_items(struct playlist_items *items, const struct item_page *item_page,
                        const struct api_answer *answer, struct error *error)
{
    const struct queued_playlist *playlist = item_page->playlist;
    const struct shape_page page = {
        .body = answer->body,
        .received_at = answer->received_at,
        .offset = item_page->request.offset,
        .context = JV_OBJECT(jv_string("playlist_id"), jv_string(playlist->id),
                             jv_string("snapshot_id"), jv_string(playlist->snapshot_id)),
        .path = items_endpoint};
    int64_t printed;
    bool done = messages_print_page(items->shape, &page, &printed, error);

    jv_free(page.context);
    return done;
}

/* Prints a page of items, unless it contradicts the others of its playlist. */
static bool take_item_page(struct playlist_items *items, const struct item_page *page,
                           const struct api_answer *answer, struct error *error)
{
    struct queued_playlist *playlist = page->playlist;
    const struct page_envelope *envelope = &page->request.envelope;
    int64_t offset = page->request.offset;

    if (page->reading != playlist->readings || playlist->stale)
        return true;
    if (playlist->total != envelope->total) {
        /* what was listed is older than the items, so only another page contradicts the first */
        playlist->stale = playlist->pending > 1 || offset > 0;
        playlist->total = envelope->total;
    }
    /* if pages are smaller than was requested, the next one was requested too far on */
    if (items->page_size > envelope->limit)
        items->page_size = (long)envelope->limit;
    if (page->request.size > envelope->limit && offset + envelope->limit < envelope->total)
        playlist->stale = true;
    playlist->received_at = answer->received_at;
    return playlist->stale || print_items(items, page, answer, error);
}

/* Leaves the items of a playlist to the next run. False with *error if several in a row could not
 * be read: then it is not due to them. */
static bool leave_out_items(struct playlist_items *items, struct queued_playlist *playlist,
                            const struct error *reason, struct error *error)
{
    if (playlist->left_out)
        return true;
    playlist->left_out = true;
    if (items->left_out_count++ == 0)
        items->left_out = *reason;
    /* the list was answered, so the app is allowed to ask */
    if (items->left_out.status == EX_NOPERM)
        items->left_out.status = EX_UNAVAILABLE;
    *error = items->left_out;
    return ++items->failed_in_a_row < MOST_FAILED;
}

static bool is_of_playlist(const struct api_answer *refusal)
{
    return refusal->status == FORBIDDEN ||
           (refusal->status == NOT_FOUND && refusal_speaks_of_resource(refusal->words));
}

static bool take_item_answer(struct playlist_items *items, const struct api_answer *answer,
                             struct error *error)
{
    struct item_page *page = answer->context;
    struct queued_playlist *playlist = page->playlist;
    bool taken = false;

    *error = answer->error;
    if (answer->outcome == API_ANSWERED) {
        items->failed_in_a_row = 0;
        taken = take_item_page(items, page, answer, error);
    } else if (answer->outcome == API_REFUSED && is_of_playlist(answer)) {
        items->failed_in_a_row = 0;
        playlist->refused = true;
        playlist->received_at = answer->received_at;
        taken = true;
    } else if (answer->outcome == API_REFUSED ||
               (answer->outcome == API_FAILED && answer->error.status != EX_NOPERM)) {
        taken = leave_out_items(items, playlist, &answer->error, error);
    }
    playlist->pending--;
    return taken;
}

/* Prints a playlist that is over, after deletions of the items that it has no more. */
static bool end_playlist(struct playlist_items *items, const struct queued_playlist *playlist,
                         struct bookmark *bookmark, struct error *error)
{
    bool items_known = !playlist->left_out && !playlist->refused;

    if ((items_known &&
         !playlist_items_print_deleted(items, playlist->id, playlist->total, playlist->known_items,
                                       playlist->received_at, error)) ||
        !messages_print_one(queued_playlist_record(playlist), error))
        return false;
    bookmark->processed++;
    bookmark->offset++;
    bookmark->requests = api_requests(items->api);
    return bookmark_print("playlists", bookmark, error);
}

/* Ends the playlists that are over, and begins those anew that changed. */
static bool end_playlists(struct playlist_items *items, struct bookmark *bookmark,
                          struct error *error)
{
    struct queued_playlist **link = &items->first;

    while (*link) {
        struct queued_playlist *playlist = *link;

        if (queued_playlist_is_over(playlist)) {
            if (!end_playlist(items, playlist, bookmark, error))
                return false;
            *link = playlist->next;
            if (items->end == &playlist->next)
                items->end = link;
            queued_playlist_free(playlist);
            continue;
        }
        if (playlist->pending == 0 && playlist->stale) {
            queued_playlist_restart(playlist);
            if (playlist->readings > MOST_READINGS)
                return error_set(error, EX_UNAVAILABLE,
                                 "a playlist keeps changing while it is read; try again later");
        }
        link = &playlist->next;
    }
    return true;
}

bool playlist_items_read(struct playlist_items *items, struct bookmark *bookmark,
                         struct error *error)
{
    struct api_answer *answer;
    bool done = true;

    if (!items->first)
        return true;
    items->shape = shape_open("playlist_items", cmd_fetch_playlists_items_jq, error);
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

size_t playlist_items_left_out(const struct playlist_items *items, const struct error **reason)
{
    *reason = &items->left_out;
    return items->left_out_count;
}

void playlist_items_close(struct playlist_items *items)
{
    if (!items)
        return;
    api_queue_close(items->queue);
    while (items->first) {
        struct queued_playlist *playlist = items->first;
        items->first = playlist->next;
        queued_playlist_free(playlist);
    }
    shape_close(items->shape);
    free(items);
}
