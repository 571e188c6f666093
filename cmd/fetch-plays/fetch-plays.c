#include "api/get_and_wait.h"
#include "base/finish.h"
#include "singer/bookmark.h"
#include "singer/messages.h"
#include "json/member.h"

#include <unistd.h>

extern const char cmd_fetch_plays_plays_jq[];

static const char plays_stream[] = "plays";
static const char plays_endpoint[] = "/me/player/recently-played";

static const char *check_plays(void *context, jv *body, int tries)
{
    jv items = member_get(*body, "items");
    bool good = jv_get_kind(items) == JV_KIND_ARRAY;
    int64_t *count = context;

    (void)tries;
    if (good)
        *count = jv_array_length(jv_copy(items));
    jv_free(items);
    return good ? NULL : "it has no items";
}

/* Requests the plays and prints them. */
static bool read_plays(struct api *api, struct bookmark *bookmark, struct error *error)
{
    struct shape *shape = shape_open(plays_stream, cmd_fetch_plays_plays_jq, COMPILE_AHEAD, error);
    struct api_answer *answer =
        shape ? api_get_and_wait(api, plays_endpoint, "/me/player/recently-played?limit=50",
                                 check_plays, &bookmark->total, error)
              : NULL;
    bool done = false;

    if (answer && messages_print_schema(plays_stream, error)) {
        const struct shape_page page =
            SHAPE_PAGE(answer->body, answer->received_at, plays_endpoint);
        done = messages_print_page(shape, &page, &bookmark->processed, error);
    }
    api_answer_free(answer);
    shape_close(shape);
    return done;
}

static bool print_plays(const struct api_options *options, struct error *error)
{
    struct bookmark bookmark = {.offset = -1, .total = -1, .has_more = true};
    struct api *api = api_open(options, error);
    bool done;

    if (!api)
        return false;
    done = read_plays(api, &bookmark, error);
    bookmark.requests = api_requests(api);
    if (done) {
        bookmark.has_more = false;
        done = bookmark_print(plays_stream, &bookmark, error);
    } else {
        bookmark_print_failure(plays_stream, &bookmark, error);
    }
    api_close(api);
    return done;
}

int main(int argc, char **argv)
{
    struct api_options api = API_OPTIONS_DEFAULT(STDOUT_FILENO);
    const struct option_entry options[] = {API_OPTION_ENTRIES(api), {0}};
    const struct program program = {
        .name = "fetch-plays",
        .synopsis = "[OPTION]...",
        .description = "Prints the last 50 plays, newest first, as Singer messages.",
        .options = options,
    };
    struct error error;

    (void)options_parse(&program, argc, argv);
    return finish(print_plays(&api, &error), &error);
}
