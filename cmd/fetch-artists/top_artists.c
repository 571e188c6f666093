#include "artist_lists.h"
#include "list/list_reader.h"

extern const char cmd_fetch_artists_top_artists_jq[];

static bool take_top_artist(void *context, jv message, struct error *error)
{
    return artist_lists_print_once(context, TOP, message, error);
}

static bool end_top_page(void *context, const struct page *page, struct error *error)
{
    struct artist_lists *lists = context;

    lists->bookmarks[TOP].total = page->total;
    return artist_lists_print_state(lists, TOP, error);
}

bool top_artists_print(struct artist_lists *lists, struct error *error)
{
    static const char *const paths[] = {"/me/top/artists?time_range=short_term",
                                        "/me/top/artists?time_range=medium_term",
                                        "/me/top/artists?time_range=long_term"};
    struct list list =
        LIST_OF(artist_streams[TOP], "/me/top/artists", cmd_fetch_artists_top_artists_jq);
    struct list_reader reader = {.list = &list,
                                 .messages = &lists->messages,
                                 .api = lists->api,
                                 .window = lists->window,
                                 .take = take_top_artist,
                                 .end_page = end_top_page,
                                 .context = lists};
    bool done = true;

    for (size_t i = 0; done && i < sizeof paths / sizeof paths[0]; i++) {
        list.path = paths[i];
        done = list_read(&reader, error);
    }
    shape_close(reader.shape);
    if (!done)
        return false;
    lists->bookmarks[TOP].has_more = false;
    return artist_lists_print_state(lists, TOP, error);
}
