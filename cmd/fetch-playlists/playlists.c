#include "playlists.h"
#include "base/ids.h"
#include "list/list_reader.h"
#include "playlist_items.h"
#include "singer/messages.h"
#include "json/member.h"

#include <stdlib.h>
#include <string.h>

static const char playlists_stream[] = "playlists";

struct playlist_reader {
    const struct playlists_options *options;
    struct list_reader reader;
    struct playlist_items *items;
    struct ids *listed;
    struct bookmark bookmark;
    int64_t received_at;
};

/* The playlist as it is known, if that holds as of the listed snapshot. */
static const struct known_playlist *find_unchanged(const struct known_playlist *known, jv record)
{
    jv snapshot = member_get(record, "snapshot_id");
    bool unchanged = known && *known->snapshot_id && jv_get_kind(snapshot) == JV_KIND_STRING &&
                     strcmp(known->snapshot_id, jv_string_value(snapshot)) == 0;

    jv_free(snapshot);
    return unchanged ? known : NULL;
}

/* Prints a playlist, which is used up, or queues it if its items are new or changed. */
static bool print_or_queue(struct playlist_reader *reader, jv message,
                           const struct known_playlist *known, struct error *error)
{
    jv record = member_get(message, "record");
    const struct known_playlist *unchanged = find_unchanged(known, record);
    struct queued_playlist *queued;

    jv_free(record);
    if (unchanged || reader->options->without_items) {
        /* a reader that replaces the whole row would lose what an earlier run told */
        if (unchanged)
            message = playlist_with_items(message, known->snapshot_id, known->total_items,
                                          known->refused);
        reader->bookmark.processed++;
        reader->bookmark.offset++;
        return messages_print_one(message, error);
    }
    queued = queued_playlist_new(message, known, error);
    jv_free(message);
    if (queued)
        playlist_items_queue(reader->items, queued);
    return queued != NULL;
}

static bool take_playlist(void *context, jv message, struct error *error)
{
    struct playlist_reader *reader = context;
    jv record = member_get(message, "record");
    char *id = member_text(record, "id");
    bool first_sight = false, taken = false;

    jv_free(record);
    if (!id)
        (void)error_no_memory(error);
    else if (ids_add(reader->listed, id, strlen(id), &first_sight, error))
        taken = !first_sight;
    if (first_sight)
        taken = print_or_queue(reader, message, known_playlists_find(reader->options->known, id),
                               error);
    else
        jv_free(message);
    free(id);
    return taken;
}

static bool end_listed_page(void *context, const struct page *page, struct error *error)
{
    struct playlist_reader *reader = context;

    reader->bookmark.total = page->total;
    reader->bookmark.requests = api_requests(reader->reader.api);
    reader->received_at = page->received_at;
    return bookmark_print(playlists_stream, &reader->bookmark, error);
}

/* Prints as deleted the known playlists that are proved gone. */
static bool print_gone_playlists(struct playlist_reader *reader, struct error *error)
{
    const struct known_playlists *known = reader->options->known;

    for (size_t i = 0; i < known_playlists_count(known); i++) {
        const struct known_playlist *playlist = known_playlists_get(known, i);
        size_t length = strlen(playlist->id);
        if (!ids_valid(playlist->id, length) ||
            !census_misses(reader->reader.census, playlist->id, length))
            continue;
        if (!census_is_complete(reader->reader.census, playlists_stream))
            return true;
        if ((!reader->options->without_items &&
             !playlist_items_print_deleted(reader->items, playlist->id, 0, playlist->total_items,
                                           reader->received_at, error)) ||
            !messages_print_deletion(playlists_stream, playlist->id, reader->received_at, error))
            return false;
        reader->bookmark.processed++;
    }
    return true;
}

static bool read_playlists(struct playlist_reader *reader, struct error *error)
{
    const struct list *list = reader->reader.list;
    bool is_whole = list->offset == 0 && list->max_items < 0;
    const struct error *reason;
    size_t left_out;

    if (is_whole && !(reader->reader.census = census_open(NULL, error)))
        return false;
    if (!list_read(&reader->reader, error) || (is_whole && !print_gone_playlists(reader, error)) ||
        !playlist_items_read(reader->items, &reader->bookmark, error))
        return false;
    left_out = playlist_items_left_out(reader->items, &reason);
    return left_out == 0 ||
           error_set(error, reason->status, "%zu of %zu playlists could not be read: %s", left_out,
                     ids_count(reader->listed), reason->text);
}

static bool run_playlists(struct playlist_reader *reader, struct error *error)
{
    struct bookmark *bookmark = &reader->bookmark;
    bool done = read_playlists(reader, error);

    bookmark->requests = api_requests(reader->reader.api);
    if (!done) {
        bookmark_print_failure(playlists_stream, bookmark, error);
        return false;
    }
    bookmark->has_more = false;
    bookmark->offset = bookmark->total;
    return bookmark_print(playlists_stream, bookmark, error);
}

bool playlists_print(const struct playlists_options *options, const struct api_options *api_options,
                     struct error *error)
{
    struct playlist_reader reader = {
        .options = options,
        .reader = {.list = &options->list,
                   .window = api_options->window,
                   .take = take_playlist,
                   .end_page = end_listed_page},
        .bookmark = {.offset = options->list.offset, .total = -1, .has_more = true}};
    struct list_reader *list_reader = &reader.reader;
    bool done = false;

    list_reader->context = &reader;
    if ((list_reader->api = api_open(api_options, error)) &&
        (reader.items = playlist_items_open(list_reader->api, api_options->window, error)) &&
        (reader.listed = ids_new(error)))
        done = run_playlists(&reader, error);
    shape_close(list_reader->shape);
    playlist_items_close(reader.items);
    ids_free(reader.listed);
    census_close(list_reader->census);
    api_close(list_reader->api);
    return done;
}
