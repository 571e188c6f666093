#include "queued_playlist.h"
#include "base/timestamp.h"
#include "json/member.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char items_endpoint[] = "/playlists/{id}/items";

/* How many items the list of playlists promises; negative: it does not say. */
static int64_t promised_items(jv record)
{
    static const char *const names[] = {"items", "tracks"};
    int64_t total = -1;

    for (int i = 0; i < 2 && total < 0; i++) {
        jv items = member_get(record, names[i]);
        if (!member_number(items, "total", &total) || total >= 1000000000)
            total = -1;
        jv_free(items);
    }
    return total;
}

static char *text_or_empty(jv object, const char *name)
{
    char *text = member_text(object, name);

    return text ? text : strdup("");
}

struct queued_playlist *queued_playlist_new(jv message, const struct known_playlist *known,
                                            struct error *error)
{
    struct queued_playlist *playlist = calloc(1, sizeof *playlist);
    jv record;

    if (!playlist) {
        (void)error_no_memory(error);
        return NULL;
    }
    record = member_get(message, "record");
    playlist->message = jv_copy(message);
    playlist->id = text_or_empty(record, "id");
    playlist->snapshot_id = text_or_empty(record, "snapshot_id");
    playlist->known_items = known ? known->total_items : 0;
    playlist->total = promised_items(record);
    jv_free(record);
    if (playlist->id && playlist->snapshot_id)
        return playlist;
    queued_playlist_free(playlist);
    (void)error_no_memory(error);
    return NULL;
}

static bool is_given_up(const struct queued_playlist *playlist)
{
    return playlist->refused || playlist->left_out;
}

bool queued_playlist_wants_page(const struct queued_playlist *playlist)
{
    return !playlist->stale && !is_given_up(playlist) &&
           (playlist->requested_up_to == 0 || playlist->requested_up_to < playlist->total);
}

bool queued_playlist_request(struct queued_playlist *playlist, struct api_queue *queue, long size,
                             struct error *error)
{
    struct item_page *page = calloc(1, sizeof *page);
    char path[128];

    if (!page)
        return error_no_memory(error);
    *page = (struct item_page){.request = {.offset = playlist->requested_up_to, .size = size},
                               .playlist = playlist,
                               .next = playlist->pages,
                               .reading = playlist->readings};
    playlist->pages = page;
    (void)snprintf(path, sizeof path, "/playlists/%s/items", playlist->id);
    if (!page_request_send(&page->request, queue, items_endpoint, path, error))
        return false;
    playlist->requested_up_to += size;
    playlist->pending++;
    return true;
}

bool queued_playlist_is_over(const struct queued_playlist *playlist)
{
    bool complete = !playlist->stale && playlist->requested_up_to > 0 &&
                    playlist->requested_up_to >= playlist->total;

    return playlist->pending == 0 && (complete || is_given_up(playlist));
}

void queued_playlist_restart(struct queued_playlist *playlist)
{
    playlist->readings++;
    playlist->stale = false;
    playlist->requested_up_to = 0;
}

jv queued_playlist_record(const struct queued_playlist *playlist)
{
    char time_extracted[TIMESTAMP_TEXT];

    if (playlist->left_out)
        return jv_copy(playlist->message);
    /* the time is that of its items, for it says what holds since they were read */
    timestamp_format(playlist->received_at, time_extracted);
    return jv_object_set(playlist_with_items(jv_copy(playlist->message), playlist->snapshot_id,
                                             playlist->total, playlist->refused),
                         jv_string("time_extracted"), jv_string(time_extracted));
}

void queued_playlist_free(struct queued_playlist *playlist)
{
    while (playlist->pages) {
        struct item_page *page = playlist->pages;
        playlist->pages = page->next;
        free(page);
    }
    jv_free(playlist->message);
    free(playlist->id);
    free(playlist->snapshot_id);
    free(playlist);
}

jv playlist_with_items(jv message, const char *snapshot_id, int64_t total, bool refused)
{
    jv record = member_get(message, "record");

    if (refused) {
        record = jv_object_set(record, jv_string("items_refused"), jv_true());
    } else {
        record = jv_object_set(record, jv_string("items_snapshot_id"), jv_string(snapshot_id));
        record = jv_object_set(record, jv_string("items_total"), jv_number((double)total));
    }
    return jv_object_set(message, jv_string("record"), record);
}
