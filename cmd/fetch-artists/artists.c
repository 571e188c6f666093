#include "artist_lists.h"
#include "singer/messages.h"
#include "json/member.h"

const char *const artist_streams[ARTIST_STREAMS] = {"followed_artists", "artists"};

bool artist_lists_print_once(struct artist_lists *lists, enum artist_stream stream, jv message,
                             struct error *error)
{
    jv record = member_get(message, "record");
    jv id = member_get(record, "id");
    bool first_sight = false;
    bool done = ids_add(lists->printed, jv_string_value(id),
                        (size_t)jv_string_length_bytes(jv_copy(id)), &first_sight, error);

    jv_free(id);
    jv_free(record);
    if (!first_sight) {
        jv_free(message);
        return done;
    }
    lists->bookmarks[stream].processed++;
    return messages_print_one(message, error);
}

void artist_lists_count_requests(struct artist_lists *lists, enum artist_stream stream)
{
    int64_t others = lists->bookmarks[stream == TOP ? FOLLOWED : TOP].requests;

    lists->bookmarks[stream].requests = api_requests(lists->api) - others;
}

static size_t count_streams(const struct artist_lists *lists)
{
    return lists->options->with_top ? ARTIST_STREAMS : 1;
}

bool artist_lists_print_state(struct artist_lists *lists, enum artist_stream stream,
                              struct error *error)
{
    artist_lists_count_requests(lists, stream);
    return bookmarks_print(artist_streams, lists->bookmarks, count_streams(lists), error);
}

/* Whether the other list is worth requesting when this one could not be read. */
static bool spares_other_list(const struct error *error)
{
    return error->status == EXIT_LIMITED || error->status == EX_UNAVAILABLE ||
           error->status == EX_PROTOCOL || error->status == EX_NOPERM;
}

/* Prints one of the lists, and a last STATE if that fails. */
static bool print_artist_list(struct artist_lists *lists, enum artist_stream stream,
                              struct error *error)
{
    bool done;

    ids_free(lists->printed);
    lists->printed = ids_new(error);
    done = lists->printed &&
           (stream == TOP ? top_artists_print(lists, error) : followed_artists_print(lists, error));
    if (!done) {
        artist_lists_count_requests(lists, stream);
        lists->bookmarks[stream].has_more = true;
        bookmarks_print_failure(artist_streams, lists->bookmarks, count_streams(lists), stream,
                                error);
    }
    return done;
}

static bool print_artist_lists(struct artist_lists *lists, struct error *error)
{
    struct error top_error;
    bool done = print_artist_list(lists, FOLLOWED, error);

    if (!lists->options->with_top || (!done && !spares_other_list(error)))
        return done;
    if (print_artist_list(lists, TOP, &top_error))
        return done;
    if (done)
        *error = top_error;
    return false;
}

bool artists_print(const struct artists_options *options, const struct api_options *api_options,
                   struct error *error)
{
    const struct bookmark unread = {.offset = -1, .total = -1, .has_more = true};
    struct artist_lists lists = {
        .options = options, .window = api_options->window, .bookmarks = {unread, unread}};
    bool done = false;

    if ((lists.api = api_open(api_options, error)) &&
        (lists.census = census_open(options->known, error)))
        done = print_artist_lists(&lists, error);
    ids_free(lists.printed);
    census_close(lists.census);
    buffer_free(&lists.reading);
    api_close(lists.api);
    return done;
}
