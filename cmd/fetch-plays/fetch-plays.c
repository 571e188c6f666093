#include "api/get_and_wait.h"
#include "base/finish.h"
#include "base/timestamp.h"
#include "singer/bookmark.h"
#include "singer/messages.h"
#include "singer/shape.h"
#include "json/member.h"

#include <unistd.h>

extern const char cmd_fetch_plays_plays_jq[];

static const char stream[] = "plays";
static const char endpoint[] = "/me/player/recently-played";
static const char path[] = "/me/player/recently-played?limit=50";

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

/* Asks for the plays and prints them; bookmark->total is how many were told. */
static bool fetch(struct api *api, struct bookmark *bookmark, struct error *error)
{
    struct shape *shape = shape_open(stream, cmd_fetch_plays_plays_jq, error);
    struct api_answer *answer =
        shape ? api_get_and_wait(api, endpoint, path, check_plays, &bookmark->total, error) : NULL;
    char time_extracted[TIMESTAMP_TEXT];
    bool done = false;

    if (answer && messages_print_schema(stream, error)) {
        timestamp_format(answer->received_at, time_extracted);
        done = messages_print(shape,
                              JV_OBJECT(jv_string("page"), jv_copy(answer->body),
                                        jv_string("time_extracted"), jv_string(time_extracted)),
                              endpoint, &bookmark->processed, error);
    }
    if (answer)
        api_answer_free(answer);
    shape_close(shape);
    return done;
}

static bool fetch_plays(const struct api_options *options, struct error *error)
{
    struct bookmark bookmark = {.offset = -1, .total = -1, .has_more = true};
    struct api *api = api_open(options, error);
    bool done;

    if (!api)
        return false;
    done = fetch(api, &bookmark, error);
    bookmark.requests = api_requests(api);
    if (done) {
        bookmark.has_more = false;
        done = bookmark_print(stream, &bookmark, error);
    } else {
        bookmark_print_failure(stream, &bookmark, error);
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
    return finish(fetch_plays(&api, &error), &error);
}
