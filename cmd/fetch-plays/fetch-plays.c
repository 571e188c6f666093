#include "api/get_and_wait.h"
#include "api/owner.h"
#include "base/finish.h"
#include "singer/bookmark.h"
#include "singer/messages.h"
#include "json/member.h"

#include <stdlib.h>
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
static bool read_plays(struct api *api, const struct messages *messages, struct bookmark *bookmark,
                       struct error *error)
{
    struct shape *shape = shape_open(plays_stream, cmd_fetch_plays_plays_jq, COMPILE_AHEAD, error);
    struct api_answer *answer =
        shape ? api_get_and_wait(api, plays_endpoint, "/me/player/recently-played?limit=50",
                                 check_plays, &bookmark->total, error)
              : NULL;
    bool done = false;

    shape_set_account(shape, messages->account_id);
    if (answer && messages_print_schema(messages, plays_stream, error)) {
        const struct shape_page page =
            SHAPE_PAGE(answer->body, answer->received_at, plays_endpoint);
        done = messages_print_page(shape, &page, &bookmark->processed, error);
    }
    api_answer_free(answer);
    shape_close(shape);
    return done;
}

static bool print_plays(const struct api_options *options, bool with_account_id,
                        struct error *error)
{
    struct bookmark bookmark = {.offset = -1, .total = -1, .has_more = true};
    struct api *api = api_open(options, error);
    struct messages messages = {0};
    bool done;

    if (!api)
        return false;
    done = owner_id(api, with_account_id, &messages.account_id, error) &&
           read_plays(api, &messages, &bookmark, error);
    bookmark.requests = api_requests(api);
    if (done) {
        bookmark.has_more = false;
        done = bookmark_print(plays_stream, &bookmark, error);
    } else {
        bookmark_print_failure(plays_stream, &bookmark, error);
    }
    free(messages.account_id);
    api_close(api);
    return done;
}

int main(int argc, char **argv)
{
    struct api_options api = API_OPTIONS_DEFAULT(STDOUT_FILENO);
    bool with_account_id = false;
    const struct option_entry options[] = {
        ACCOUNT_ID_OPTION_ENTRY(with_account_id), API_OPTION_ENTRIES(api), {0}};
    const struct program program = {
        .name = "fetch-plays",
        .synopsis = "[OPTION]...",
        .description = "Prints the last 50 plays, newest first, as Singer messages.",
        .options = options,
        .runs_jq = true,
    };
    struct error error;

    (void)options_parse(&program, argc, argv);
    return finish(print_plays(&api, with_account_id, &error), &error);
}
