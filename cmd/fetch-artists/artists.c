#include "api/owner.h"
#include "artist_lists.h"
#include "json/member.h"

#include <stdlib.h>

const char *const artist_streams[ARTIST_STREAMS] = {"followed_artists", "artists"};

bool artist_lists_print_once(struct artist_lists *lists, enum artist_stream stream, jv message,
                             struct error *error)
{
    jv record = member_get(message, "record");
    jv id = member_get(record, "id");
    size_t length = (size_t)jv_string_length_bytes(jv_copy(id));
    bool first_sight = false;
    bool done = ids_add(lists->printed[stream], jv_string_value(id), length, &first_sight, error);
    /* the followed ones are in the stream of the top artists already */
    bool is_news = first_sight && !(stream == TOP &&
                                    ids_has(lists->printed[FOLLOWED], jv_string_value(id), length));

    jv_free(id);
    jv_free(record);
    lists->bookmarks[stream].processed += first_sight;
    if (!is_news) {
        jv_free(message);
        return done;
    }
    if (stream == FOLLOWED)
        own_records_add(&lists->own, message);
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

/* Finds out who follows them, if that is asked for. */
static bool identify_follower(struct artist_lists *lists, struct error *error)
{
    return lists->messages.account_id || owner_id(lists->api, lists->options->with_account_id,
                                                  &lists->messages.account_id, error);
}

/* Prints one of the lists, and a last STATE if that fails. */
static bool print_artist_list(struct artist_lists *lists, enum artist_stream stream,
                              struct error *error)
{
    bool done;

    lists->printed[stream] = ids_new(error);
    done = lists->printed[stream] && identify_follower(lists, error) &&
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
    struct artist_lists lists = {.options = options,
                                 .window = api_options->window,
                                 .bookmarks = {unread, unread},
                                 .own = OWN_RECORDS(artist_streams[TOP])};
    bool done = false;

    if ((lists.api = api_open(api_options, error)) &&
        (lists.census =
             census_open(options->known, artist_streams[FOLLOWED], &lists.messages.known, error)))
        done = print_artist_lists(&lists, error);
    for (int i = 0; i < ARTIST_STREAMS; i++)
        ids_free(lists.printed[i]);
    own_records_clear(&lists.own);
    known_records_close(lists.messages.known);
    free(lists.messages.account_id);
    census_close(lists.census);
    buffer_free(&lists.reading);
    api_close(lists.api);
    return done;
}
