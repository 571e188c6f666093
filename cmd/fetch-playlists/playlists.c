#include "playlists.h"
#include "base/ids.h"
#include "list/list_reader.h"
#include "playlist_record.h"
#include "settling.h"
#include "json/member.h"

#include <stdlib.h>
#include <string.h>

static const char playlists_stream[] = "playlists";

struct playlist_reader {
    const struct playlists_options *options;
    struct list_reader reader;
    struct messages messages;
    struct playlist_items *items;
    struct ids *listed;
    struct buffer reading; /* what the list showed in the end */
    struct bookmark bookmark;
    int64_t received_at;
};

/* Finds the playlist as it is known, if that still holds. Of an own one, a refusal does not. False
 * with *error. */
static bool find_unchanged(const struct known_playlist *known, jv record, enum whose whose,
                           bool *unchanged, struct error *error)
{
    struct listing listed;
    char *snapshot_id;

    *unchanged = false;
    if (!known || (known->contents.refused && whose == WHOSE_OWN))
        return true;
    if (!queued_playlist_listing(record, &snapshot_id, &listed.total, error))
        return false;
    listed.snapshot_id = snapshot_id;
    *unchanged = filing_holds(&known->contents, &listed);
    free(snapshot_id);
    return true;
}

/* Prints a playlist, or queues it if its items are new or changed. */
static bool print_or_queue(struct playlist_reader *reader, jv message,
                           const struct known_playlist *known, struct error *error)
{
    jv record = member_get(message, "record");
    struct queued_terms terms = {.message = message,
                                 .known = known,
                                 .place = ids_count(reader->listed) - 1,
                                 .whose = whose_playlist(reader->options->known, record)};
    struct queued_playlist *queued;
    bool unchanged;
    bool found = find_unchanged(known, record, terms.whose, &unchanged, error);

    jv_free(record);
    if (!found)
        return false;
    if (known)
        refusals_know(playlist_items_refusals(reader->items), terms.whose, &known->contents,
                      unchanged);
    if (unchanged || reader->options->without_items) {
        message = jv_copy(message);
        /* a reader that replaces the whole row would lose what an earlier run told */
        if (unchanged)
            message = playlist_record_known(message, &known->contents);
        else if (known)
            message = playlist_record_kept(message, &known->contents);
        reader->bookmark.processed++;
        reader->bookmark.offset++;
        return messages_print_one(message, error);
    }
    queued = queued_playlist_new(&terms, error);
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
            !census_is_gone(reader->reader.census, playlist->id, length))
            continue;
        if ((!reader->options->without_items &&
             !playlist_items_print_deleted(reader->items, playlist->id, 0, playlist->contents.total,
                                           reader->received_at, error)) ||
            !messages_print_deletion(&reader->messages, playlists_stream, playlist->id,
                                     reader->received_at, error))
            return false;
        reader->bookmark.processed++;
    }
    return true;
}

/* Begins the census of the list, to which all known playlists belong. */
static bool open_census(struct playlist_reader *reader, struct error *error)
{
    struct known_playlists *known = reader->options->known;

    if (!(reader->reader.census = census_open(NULL, NULL, NULL, error)))
        return false;
    if (known)
        census_remember(reader->reader.census, known_playlists_reading(known));
    for (size_t i = 0; i < known_playlists_count(known); i++) {
        const char *id = known_playlists_get(known, i)->id;
        if (ids_valid(id, strlen(id)) && !census_know(reader->reader.census, id, strlen(id), error))
            return false;
    }
    return true;
}

static bool read_playlist_list(struct playlist_reader *reader, struct error *error)
{
    const struct list *list = reader->reader.list;
    bool is_whole = list->offset == 0 && list->max_items < 0;

    if (is_whole && !open_census(reader, error))
        return false;
    if (!list_read(&reader->reader, error)) {
        if (is_whole)
            census_break_off(reader->reader.census, &reader->reading);
        reader->bookmark.reading = reader->reading.bytes;
        return false;
    }
    if (is_whole &&
        (!print_gone_playlists(reader, error) ||
         !census_conclude(reader->reader.census, playlists_stream, &reader->reading, error)))
        return false;
    /* whatever happens to the items, the list was read */
    reader->bookmark.reading = reader->reading.bytes;
    return true;
}

/* Whether the items of those playlists that were listed can be read after this failure. */
static bool can_go_on(const struct error *failure)
{
    return failure->status == EX_UNAVAILABLE || failure->status == EX_PROTOCOL ||
           failure->status == EXIT_LIMITED;
}

static bool read_playlists(struct playlist_reader *reader, struct error *error)
{
    struct playlist_items *items = reader->items;
    struct error failure;
    bool listed;

    if (!owner_id(reader->reader.api, reader->options->list.with_account_id,
                  &reader->messages.account_id, error))
        return false;
    listed = read_playlist_list(reader, &failure);
    if (!listed)
        *error = failure;
    if ((!listed && !can_go_on(&failure)) ||
        !playlist_items_read(items, &reader->bookmark, error) ||
        !settle_playlists(&reader->reader, items, &reader->bookmark, error) ||
        !refusals_conclude(playlist_items_refusals(items), error) ||
        !failed_playlists_conclude(playlist_items_failed(items), ids_count(reader->listed), error))
        return false;
    if (!listed)
        *error = failure;
    return listed;
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
        .messages = {.known = known_playlists_records(options->known)},
        .bookmark = {.offset = options->list.offset, .total = -1, .has_more = true}};
    struct list_reader *list_reader = &reader.reader;
    bool done = false;

    list_reader->context = &reader;
    list_reader->messages = &reader.messages;
    if ((list_reader->api = api_open(api_options, error)) &&
        (reader.items =
             playlist_items_open(list_reader->api, &reader.messages, api_options->window, error)) &&
        (reader.listed = ids_new(error)))
        done = run_playlists(&reader, error);
    shape_close(list_reader->shape);
    playlist_items_close(reader.items);
    ids_free(reader.listed);
    free(reader.messages.account_id);
    census_close(list_reader->census);
    buffer_free(&reader.reading);
    api_close(list_reader->api);
    return done;
}
