#include "api/owner.h"
#include "base/finish.h"
#include "singer/bookmark.h"
#include "singer/messages.h"

#include <stdlib.h>
#include <unistd.h>

/* Requests from the API whose the token is. A STATE says with how many requests, and until when a
 * limit holds them. */
static bool fetch_owner(const struct api_options *options, jv *profile, int64_t *known_at,
                        struct error *error)
{
    struct bookmark bookmark = {.offset = -1, .total = -1, .has_more = true};
    struct api *api = api_open(options, error);
    bool fetched = api && owner_request(api, profile, known_at, error);
    struct error unprinted; /* the first failure is the one to report */

    if (api && api_requests(api)) {
        bookmark.has_more = !fetched;
        bookmark.reset_at = fetched ? 0 : error->reset_at;
        bookmark.requests = api_requests(api);
        (void)bookmark_print("account", &bookmark, &unprinted);
    }
    api_close(api);
    return fetched;
}

/* The profile is used up. */
static bool print_account(jv profile, int64_t known_at, bool with_account_id, struct error *error)
{
    struct messages messages = {0};
    const struct shape_page page = SHAPE_PAGE(profile, known_at, "/me");
    struct shape *shape = shape_open("account", NULL, COMPILE_WHEN_NEEDED, error);
    int64_t printed;
    bool done =
        shape && (!with_account_id || (messages.account_id = owner_profile_id(profile, error)));

    shape_set_account(shape, messages.account_id);
    done = done && messages_print_schema(&messages, "account", error) &&
           messages_print_page(shape, &page, &printed, error);
    jv_free(profile);
    shape_close(shape);
    free(messages.account_id);
    return done;
}

int main(int argc, char **argv)
{
    struct api_options api = API_OPTIONS_DEFAULT(STDOUT_FILENO);
    bool with_account_id = false;
    const struct option_entry options[] = {
        ACCOUNT_ID_OPTION_ENTRY(with_account_id), API_OPTION_ENTRIES(api), {0}};
    const struct program program = {
        .name = "fetch-account",
        .synopsis = "[OPTION]...",
        .description = "Prints the user who is signed in as Singer messages. Sends a request only\n"
                       "for a new token in SPOTIFY_ACCESS_TOKEN.",
        .options = options,
    };
    struct error error;
    int64_t known_at;
    bool done;
    jv profile;

    (void)options_parse(&program, argc, argv);
    done = owner_recall(&profile, &known_at, &error) &&
           (jv_is_valid(profile) || fetch_owner(&api, &profile, &known_at, &error)) &&
           print_account(profile, known_at, with_account_id, &error);
    return finish(done, &error);
}
