#include "queued_playlist.h"
#include "json/member.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char items_endpoint[] = "/playlists/{id}/items";

/* How many items the list of playlists counts; negative: it does not say, or makes no sense. */
static int64_t listed_total(jv record)
{
    static const char *const names[] = {"items", "tracks"};
    int64_t total = -1;

    for (int i = 0; i < 2 && total < 0; i++) {
        jv items = member_get(record, names[i]);
        if (!member_number(items, "total", &total) || total > CONTENTS_MOST)
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

bool queued_playlist_listing(jv record, char **snapshot_id, int64_t *total, struct error *error)
{
    *snapshot_id = text_or_empty(record, "snapshot_id");
    *total = listed_total(record);
    return *snapshot_id || error_no_memory(error);
}

struct queued_playlist *queued_playlist_new(const struct queued_terms *terms, struct error *error)
{
    static const struct filed_contents nothing = {.snapshot_id = "", .digest = -1, .doubt = ""};
    struct queued_playlist *playlist = calloc(1, sizeof *playlist);
    char *snapshot_id = NULL;
    jv record;

    if (!playlist) {
        (void)error_no_memory(error);
        return NULL;
    }
    record = member_get(terms->message, "record");
    playlist->message = jv_copy(terms->message);
    playlist->id = text_or_empty(record, "id");
    playlist->name = text_or_empty(record, "name");
    playlist->earlier = terms->known ? &terms->known->contents : NULL;
    playlist->known = terms->known ? terms->known->contents : nothing;
    /* new items of another user's are not expected to differ from the known ones (filing.h) */
    if (terms->whose != WHOSE_OWN)
        playlist->known.digest = -1;
    playlist->place = terms->place;
    playlist->whose = terms->whose;
    playlist->readings = 1;
    playlist->shown.least = -1;
    if (queued_playlist_listing(record, &snapshot_id, &playlist->listed.total, error)) {
        playlist->listed.snapshot_id = snapshot_id;
        playlist->total = playlist->listed.total;
        playlist->contents = contents_new(error);
    }
    jv_free(record);
    if (playlist->contents && playlist->id && playlist->name)
        return playlist;
    queued_playlist_free(playlist);
    (void)error_no_memory(error);
    return NULL;
}

static bool is_given_up(const struct queued_playlist *playlist)
{
    return playlist->refused || playlist->left_out;
}

/* Whether pages of this reading are left to be requested. */
static bool has_more_pages(const struct queued_playlist *playlist)
{
    int64_t most = 2 * (playlist->shown.greatest / CONTENTS_PAGE + 2);

    if (playlist->page_count == 0)
        return true;
    if (playlist->mode == CONTENTS_JOINED)
        return !playlist->joined_all && playlist->joined < playlist->total &&
               playlist->page_count < most;
    return playlist->requested_up_to < playlist->total;
}

bool queued_playlist_wants_page(const struct queued_playlist *playlist)
{
    bool waits = playlist->mode == CONTENTS_JOINED && playlist->pending > 0;

    return !playlist->stale && !is_given_up(playlist) && !waits && has_more_pages(playlist);
}

bool queued_playlist_request(struct queued_playlist *playlist, struct api_queue *queue, long size,
                             struct error *error)
{
    struct item_page *page = calloc(1, sizeof *page);
    char path[128];

    if (!page)
        return error_no_memory(error);
    if (playlist->mode == CONTENTS_JOINED)
        playlist->requested_up_to = playlist->joined;
    *page = (struct item_page){
        .request = {.offset = playlist->requested_up_to, .size = size, .may_be_blank = true},
        .playlist = playlist,
        .next = playlist->pages,
        .reading = playlist->readings};
    playlist->pages = page;
    /* without the types, episodes come as null or as tracks */
    (void)snprintf(path, sizeof path, "/playlists/%s/items?additional_types=track,episode",
                   playlist->id);
    if (!page_request_send(&page->request, queue, items_endpoint, path, error))
        return false;
    playlist->requested_up_to += size;
    playlist->page_count++;
    playlist->pending++;
    return true;
}

/* Whether nothing remains to be read in this reading, or nothing more can be. */
static bool is_over(const struct queued_playlist *playlist)
{
    return playlist->pending == 0 &&
           (playlist->stale || is_given_up(playlist) || !has_more_pages(playlist));
}

static enum contents_verdict judge_items(struct queued_playlist *playlist, long page_size)
{
    const struct contents_shown earlier = playlist->shown;

    if (playlist->stale)
        return playlist->readings < CONTENTS_READINGS ? CONTENTS_READ_AGAIN : CONTENTS_UNSTEADY;
    playlist->shown = contents_sum(playlist->contents, page_size);
    return contents_judge(&playlist->shown, &earlier, playlist->listed.total, playlist->readings,
                          &playlist->mode);
}

static void restart_reading(struct queued_playlist *playlist)
{
    playlist->readings++;
    playlist->stale = false;
    playlist->requested_up_to = playlist->page_count = playlist->joined = 0;
    playlist->joined_all = false;
    contents_clear(playlist->contents);
}

enum reading_end queued_playlist_end_reading(struct queued_playlist *playlist, long page_size,
                                             struct error *reason)
{
    if (!is_over(playlist))
        return READING_GOES_ON;
    if (is_given_up(playlist))
        return READING_FAILED;
    switch (judge_items(playlist, page_size)) {
    case CONTENTS_READ_AGAIN:
        restart_reading(playlist);
        return READING_GOES_ON;
    case CONTENTS_SENSELESS:
        (void)error_set(reason, EX_PROTOCOL, "its pages repeat or lack items");
        return READING_FAILED;
    case CONTENTS_UNSTEADY:
        (void)error_set(reason, EX_UNAVAILABLE, "it keeps changing while it is read");
        return READING_FAILED;
    case CONTENTS_TAKEN:
        break;
    }
    playlist->filing =
        filing_decide(&playlist->listed, NULL, &playlist->shown, &playlist->known, playlist->doubt);
    return playlist->filing == FILING_CERTAIN ? READING_FILED : READING_WAITS;
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
    free(playlist->name);
    free((char *)(intptr_t)playlist->listed.snapshot_id);
    contents_free(playlist->contents);
    free(playlist);
}
