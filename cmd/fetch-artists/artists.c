#include "artists.h"
#include "api/get_and_wait.h"
#include "base/ids.h"
#include "base/output.h"
#include "base/timestamp.h"
#include "following.h"
#include "list/pages.h"
#include "list/removals.h"
#include "singer/bookmark.h"
#include "singer/messages.h"
#include "singer/shape.h"

extern const char cmd_fetch_artists_followed_artists_jq[];
extern const char cmd_fetch_artists_top_artists_jq[];

static const char following_endpoint[] = "/me/following";
static const char top_endpoint[] = "/me/top/artists";

enum { FOLLOWED, TOP, STREAMS };
static const char *const streams[STREAMS] = {"followed_artists", "artists"};

struct artists {
    const struct artists_options *options;
    long window;
    struct api *api;
    struct shape *shape; /* of the list that is being read */
    struct removals *removals;
    struct ids *printed; /* of the stream of that list */
    struct bookmark bookmarks[STREAMS];
};

/* Prints each artist of a stream once. `removals` takes part while followed ones are read. */
static bool look(void *context, jv message, bool *print, struct error *error)
{
    struct artists *artists = context;
    jv record = jv_object_get(jv_copy(message), jv_string("record"));
    jv id = jv_object_get(record, jv_string("id"));
    size_t length = (size_t)jv_string_length_bytes(jv_copy(id));
    bool well = !artists->removals || removals_see(artists->removals, message, error);

    if (well)
        well = ids_add(artists->printed, jv_string_value(id), length, print, error);
    jv_free(id);
    return well;
}

static bool print_page(struct artists *artists, int stream, jv body, int64_t received_at,
                       struct error *error)
{
    char time_extracted[TIMESTAMP_TEXT];
    int64_t printed;

    timestamp_format(received_at, time_extracted);
    if (!messages_print_some(artists->shape,
                             JV_OBJECT(jv_string("page"), jv_copy(body),
                                       jv_string("time_extracted"), jv_string(time_extracted)),
                             stream == TOP ? top_endpoint : following_endpoint, look, artists,
                             &printed, error))
        return false;
    artists->bookmarks[stream].processed += printed;
    return true;
}

static size_t bookmark_count(const struct artists *artists)
{
    return artists->options->with_top ? STREAMS : 1;
}

static void count_requests(struct artists *artists, int stream)
{
    int64_t others = artists->bookmarks[stream == TOP ? FOLLOWED : TOP].requests;

    artists->bookmarks[stream].requests = api_requests(artists->api) - others;
}

static bool print_state(struct artists *artists, int stream, struct error *error)
{
    count_requests(artists, stream);
    return bookmarks_print(streams, artists->bookmarks, bookmark_count(artists), error);
}

/* Begins with a list: compiles its program, forgets what was printed, and prints its SCHEMA. */
static bool begin(struct artists *artists, int stream, const char *program, struct error *error)
{
    shape_close(artists->shape);
    ids_free(artists->printed);
    artists->printed = NULL;
    artists->shape = shape_open(streams[stream], program, error);
    return artists->shape && (artists->printed = ids_new(error)) &&
           messages_print_schema(streams[stream], error);
}

/* Reads the list of followed artists once. */
static bool read_following(struct artists *artists, struct following *following,
                           int64_t *received_at, struct error *error)
{
    struct bookmark *bookmark = &artists->bookmarks[FOLLOWED];

    if (!following_begin(following, error))
        return false;
    do {
        struct api_answer *answer =
            api_get_and_wait(artists->api, following_endpoint, following->path.bytes,
                             following_check, following, error);
        bool taken;
        if (!answer)
            return false;
        *received_at = answer->received_at;
        bookmark->total = following->total;
        removals_total(artists->removals, following->total);
        taken = print_page(artists, FOLLOWED, answer->body, answer->received_at, error) &&
                following_next(following, answer->body, &bookmark->has_more, error) &&
                print_state(artists, FOLLOWED, error);
        api_answer_free(answer);
        if (!taken)
            return false;
    } while (bookmark->has_more);
    return true;
}

/* Reads it until it has stood still, and tells what is gone from it. */
static bool read_followed(struct artists *artists, struct error *error)
{
    struct bookmark *bookmark = &artists->bookmarks[FOLLOWED];
    struct following following = {0};
    int64_t received_at = 0, removed = 0;
    bool again = true, done = true;

    if (!begin(artists, FOLLOWED, cmd_fetch_artists_followed_artists_jq, error))
        return false;
    while (done && again)
        done = read_following(artists, &following, &received_at, error) &&
               removals_again(artists->removals, &again, error);
    following_end(&following);
    if (!done ||
        !removals_print(artists->removals, streams[FOLLOWED], received_at, &removed, error))
        return false;
    bookmark->processed += removed;
    return removed == 0 || print_state(artists, FOLLOWED, error);
}

/* Reads the top artists of a span of time; `path` names it. */
static bool read_top(struct artists *artists, const char *path, struct error *error)
{
    struct bookmark *bookmark = &artists->bookmarks[TOP];
    struct pages *pages = pages_open(artists->api,
                                     &(struct pages_options){.endpoint = top_endpoint,
                                                             .path = path,
                                                             .page_size = 50,
                                                             .window = artists->window,
                                                             .total = -1,
                                                             .places = -1},
                                     error);
    enum pages_result result = PAGES_FAILED;
    struct page page;
    bool printed = pages != NULL;

    while (printed && (result = pages_next(pages, &page, error)) == PAGES_PAGE) {
        bookmark->total = page.total;
        printed = print_page(artists, TOP, page.body, page.received_at, error) &&
                  print_state(artists, TOP, error);
        jv_free(page.body);
    }
    pages_close(pages);
    return printed && result == PAGES_END;
}

static bool read_tops(struct artists *artists, struct error *error)
{
    static const char *const paths[] = {"/me/top/artists?time_range=short_term",
                                        "/me/top/artists?time_range=medium_term",
                                        "/me/top/artists?time_range=long_term"};

    if (!begin(artists, TOP, cmd_fetch_artists_top_artists_jq, error))
        return false;
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        if (!read_top(artists, paths[i], error))
            return false;
    artists->bookmarks[TOP].has_more = false;
    return print_state(artists, TOP, error);
}

/* Whether the other list is worth asking for when this one could not be read. */
static bool goes_on(const struct error *error)
{
    return error->status == EXIT_LIMITED || error->status == EX_UNAVAILABLE ||
           error->status == EX_PROTOCOL || error->status == EX_NOPERM;
}

static void fail(struct artists *artists, int stream, const struct error *error)
{
    count_requests(artists, stream);
    bookmarks_print_failure(streams, artists->bookmarks, bookmark_count(artists), (size_t)stream,
                            error);
}

static bool read_all(struct artists *artists, struct error *error)
{
    struct error top_error;
    bool done = read_followed(artists, error);

    if (!done)
        fail(artists, FOLLOWED, error);
    if (!artists->options->with_top || (!done && !goes_on(error)))
        return done;
    removals_close(artists->removals);
    artists->removals = NULL;
    if (!read_tops(artists, &top_error)) {
        fail(artists, TOP, &top_error);
        artists->bookmarks[TOP].error = NULL;
        if (done)
            *error = top_error;
        done = false;
    }
    return done;
}

bool artists_fetch(const struct artists_options *options, const struct api_options *api_options,
                   struct error *error)
{
    const struct bookmark unread = {.offset = -1, .total = -1, .has_more = true};
    struct artists artists = {
        .options = options, .window = api_options->window, .bookmarks = {unread, unread}};
    bool done = false;

    artists.api = api_open(api_options, error);
    if (artists.api)
        artists.removals = removals_open(options->known, error);
    if (artists.removals)
        done = read_all(&artists, error);
    shape_close(artists.shape);
    removals_close(artists.removals);
    ids_free(artists.printed);
    api_close(artists.api);
    return done;
}
