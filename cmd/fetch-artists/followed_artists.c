#include "api/get_and_wait.h"
#include "artist_lists.h"
#include "following.h"

extern const char cmd_fetch_artists_followed_artists_jq[];

static const char following_endpoint[] = "/me/following";

struct followed_reader {
    struct artist_lists *lists;
    struct shape *shape;
    struct following following;
    int64_t received_at;
};

static bool take_followed(void *context, jv message, struct error *error)
{
    struct followed_reader *reader = context;

    if (census_see(reader->lists->census, message, error))
        return artist_lists_print_once(reader->lists, FOLLOWED, message, error);
    jv_free(message);
    return false;
}

static bool take_followed_page(struct followed_reader *reader, const struct api_answer *answer,
                               struct error *error)
{
    const struct shape_page page =
        SHAPE_PAGE(answer->body, answer->received_at, following_endpoint);
    struct bookmark *bookmark = &reader->lists->bookmarks[FOLLOWED];

    reader->received_at = answer->received_at;
    bookmark->total = reader->following.total;
    census_count(reader->lists->census, reader->following.total);
    return (reader->following.items == 0 ||
            shape_page_messages(reader->shape, &page, take_followed, reader, error)) &&
           own_records_print(&reader->lists->own, error) &&
           following_next(&reader->following, answer->body, &bookmark->has_more, error) &&
           /* that the list is complete is said when its census is */
           (!bookmark->has_more || artist_lists_print_state(reader->lists, FOLLOWED, error));
}

static bool read_followed_once(struct followed_reader *reader, struct error *error)
{
    struct following *following = &reader->following;
    bool taken = following_begin(following, error);

    while (taken) {
        struct api_answer *answer =
            api_get_and_wait(reader->lists->api, following_endpoint, following->path.bytes,
                             following_check, following, error);
        taken = answer && take_followed_page(reader, answer, error);
        api_answer_free(answer);
        if (taken && !reader->lists->bookmarks[FOLLOWED].has_more)
            return true;
    }
    return false;
}

/* Reads the list until one reading is enough, and prints what is gone from it. */
static bool read_followed(struct followed_reader *reader, struct error *error)
{
    struct artist_lists *lists = reader->lists;
    struct bookmark *bookmark = &lists->bookmarks[FOLLOWED];
    const char *stream = artist_streams[FOLLOWED];
    int64_t deleted = 0;
    bool repeat = true;

    while (repeat)
        if (!read_followed_once(reader, error) || !census_repeats(lists->census, &repeat, error)) {
            census_break_off(lists->census, &lists->reading);
            bookmark->reading = lists->reading.bytes;
            return false;
        }
    if (!census_print_gone(lists->census, &lists->messages, stream, reader->received_at, &deleted,
                           error) ||
        !census_conclude(lists->census, stream, &lists->reading, error))
        return false;
    bookmark->processed += deleted;
    bookmark->reading = lists->reading.bytes;
    return artist_lists_print_state(lists, FOLLOWED, error);
}

bool followed_artists_print(struct artist_lists *lists, struct error *error)
{
    const char *stream = artist_streams[FOLLOWED];
    struct followed_reader reader = {
        .lists = lists, .following.hidden = reading_allows(census_earlier(lists->census))};
    bool done;

    reader.shape = shape_open(
        stream, cmd_fetch_artists_followed_artists_jq,
        census_earlier(lists->census)->total > 0 ? COMPILE_AHEAD : COMPILE_WHEN_NEEDED, error);
    shape_set_account(reader.shape, lists->messages.account_id);
    done = reader.shape && messages_print_schema(&lists->messages, stream, error) &&
           read_followed(&reader, error);
    following_end(&reader.following);
    shape_close(reader.shape);
    return done;
}
