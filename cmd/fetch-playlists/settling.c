#include "settling.h"
#include "base/ids.h"
#include "base/log.h"
#include "base/timestamp.h"
#include "playlist_record.h"
#include "second_look.h"
#include "singer/messages.h"
#include "json/member.h"

#include <stdlib.h>
#include <string.h>

struct settling {
    struct playlist_items *items;
    struct bookmark *bookmark;
    struct ids *ids;                    /* of the playlists that were read */
    struct queued_playlist **playlists; /* in the order of the ids; NULL: settled */
    size_t count;
};

static void report_totals(const struct queued_playlist *playlist)
{
    const struct contents_shown *shown = &playlist->shown;
    int64_t listed = playlist->listed.total < 0 ? shown->count : playlist->listed.total;
    int64_t most = listed > shown->greatest ? listed : shown->greatest;

    if (most != shown->count || shown->least != shown->count)
        log_notice("Spotify counts %lld items of \"%s\" at one time and %lld at another; the %lld "
                   "that it shows are taken",
                   (long long)most, playlist->name,
                   (long long)(listed < shown->least ? listed : shown->least),
                   (long long)shown->count);
}

/* Reports answers that show too little or too much to be believed at once. */
static void report_odd_places(const struct queued_playlist *playlist)
{
    if (playlist->shown.blank > 0)
        log_notice(
            "Spotify shows nothing at some places of \"%s\"; this is not believed yet, and the "
            "next run reads them again",
            playlist->name);
    else if (playlist->shown.twins > 0)
        log_notice(
            "Spotify shows an item of \"%s\" on two pages; this is not believed yet, and the "
            "next run reads them again",
            playlist->name);
}

/* Reports items that contradict the list, and are left to the next run. */
static bool report_contradiction(struct settling *settling, struct queued_playlist *playlist,
                                 const struct listing *after, struct error *error)
{
    const struct listing *last = after ? after : &playlist->listed;
    struct error reason;

    if (strcmp(last->snapshot_id, playlist->listed.snapshot_id) != 0) {
        log_info("\"%s\" was changed while it was read; the next run reads it again",
                 playlist->name);
        return true;
    }
    (void)error_set(&reason, EX_PROTOCOL,
                    "Spotify counts %lld items and shows %lld; what is known stays, and the next "
                    "run asks again",
                    (long long)last->total, (long long)playlist->shown.count);
    return failed_playlists_add(playlist_items_failed(settling->items), playlist, &reason, error);
}

/* Prints what is decided in the end; `message` is the newest one about the playlist, of `time`, and
 * is used up. */
static bool print_settled(struct settling *settling, const struct queued_playlist *playlist,
                          bool was_printed, jv message, int64_t time, struct error *error)
{
    bool is_certain = playlist->filing == FILING_CERTAIN;
    bool done = true;

    if (!was_printed && playlist->filing != FILING_CONTRADICTED)
        done = playlist_items_print(settling->items, playlist,
                                    playlist_record_filed(jv_copy(playlist->message), playlist),
                                    settling->bookmark, error);
    if (!done || is_certain) {
        jv_free(message);
        return done;
    }
    message = playlist_record_doubted(message, playlist, time);
    if (!was_printed && playlist->filing == FILING_CONTRADICTED)
        return playlist_items_print(settling->items, playlist, message, settling->bookmark, error);
    return messages_print_one(message, error);
}

/* Settles a playlist, of which `after` is the second look, of `message` and `time`. */
static bool settle_playlist(struct settling *settling, struct queued_playlist *playlist,
                            const struct listing *after, jv message, int64_t time,
                            struct error *error)
{
    bool was_printed = playlist->filing == FILING_CERTAIN;

    playlist->filing = filing_decide(&playlist->listed, after, &playlist->shown, &playlist->known,
                                     playlist->doubt);
    if (time <= playlist->received_at)
        time = playlist->received_at + 1;
    if (!print_settled(settling, playlist, was_printed, message, time, error))
        return false;
    if (playlist->filing == FILING_CONTRADICTED)
        return report_contradiction(settling, playlist, after, error);
    if (playlist->filing == FILING_CERTAIN)
        report_totals(playlist);
    else
        report_odd_places(playlist);
    return true;
}

static int64_t time_of(jv message)
{
    jv text = member_get(message, "time_extracted");
    int64_t time = 0;

    if (jv_get_kind(text) == JV_KIND_STRING)
        (void)timestamp_parse(jv_string_value(text), (size_t)jv_string_length_bytes(jv_copy(text)),
                              &time);
    jv_free(text);
    return time;
}

static bool take_second_look(void *context, jv message, struct error *error)
{
    struct settling *settling = context;
    jv record = member_get(message, "record");
    char *id = member_text(record, "id");
    int64_t index = id ? ids_find(settling->ids, id, strlen(id)) : -1;
    struct queued_playlist *playlist = index < 0 ? NULL : settling->playlists[index];
    struct listing after;
    char *snapshot_id = NULL;
    bool taken = true;

    free(id);
    if (playlist) {
        taken = queued_playlist_listing(record, &snapshot_id, &after.total, error);
        after.snapshot_id = snapshot_id;
        settling->playlists[index] = NULL;
        taken = taken && settle_playlist(settling, playlist, &after, jv_copy(message),
                                         time_of(message), error);
    }
    free(snapshot_id);
    jv_free(record);
    return taken;
}

/* Chooses what to look at, and looks. */
static bool look_again(struct settling *settling, struct list_reader *reader, struct error *error)
{
    size_t *places = calloc(settling->count, sizeof *places);
    int64_t *pages = calloc(settling->count, sizeof *pages);
    bool done = false;

    if (!places || !pages) {
        (void)error_no_memory(error);
    } else {
        for (size_t i = 0; i < settling->count; i++)
            places[i] = settling->playlists[i]->place;
        done = second_look_read(reader, pages, second_look_choose(places, settling->count, pages),
                                take_second_look, settling, error);
    }
    free(places);
    free(pages);
    return done;
}

/* Settles those that the second look did not show. */
static bool settle_the_rest(struct settling *settling, struct error *error)
{
    for (size_t i = 0; i < settling->count; i++) {
        struct queued_playlist *playlist = settling->playlists[i];
        if (playlist &&
            !settle_playlist(settling, playlist, NULL, jv_copy(playlist->message), 0, error))
            return false;
    }
    return true;
}

static bool collect_playlists(struct settling *settling, struct error *error)
{
    struct queued_playlist *playlist = playlist_items_first_read(settling->items);
    size_t count = 0;

    for (struct queued_playlist *each = playlist; each; each = each->next)
        count++;
    settling->playlists = calloc(count + 1, sizeof(struct queued_playlist *));
    if (!settling->playlists)
        return error_no_memory(error);
    settling->ids = ids_new(error);
    for (; settling->ids && playlist; playlist = playlist->next) {
        if (!ids_add(settling->ids, playlist->id, strlen(playlist->id), NULL, error))
            return false;
        settling->playlists[settling->count++] = playlist;
    }
    return settling->ids != NULL;
}

bool settle_playlists(struct list_reader *reader, struct playlist_items *items,
                      struct bookmark *bookmark, struct error *error)
{
    struct settling settling = {.items = items, .bookmark = bookmark};
    bool done = collect_playlists(&settling, error) &&
                (settling.count == 0 || look_again(&settling, reader, error)) &&
                settle_the_rest(&settling, error);

    ids_free(settling.ids);
    free(settling.playlists);
    return done;
}
