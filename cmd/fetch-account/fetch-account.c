#include "api/profile.h"
#include "auth/sign_in.h"
#include "base/finish.h"
#include "base/log.h"
#include "base/timestamp.h"
#include "singer/bookmark.h"
#include "singer/messages.h"
#include "state/account.h"
#include "token_owner.h"
#include "json/member.h"

#include <stdlib.h>
#include <unistd.h>

extern const char cmd_fetch_account_account_jq[];

/* Requests from the API whose the token is. A STATE says with how many requests, and until when a
 * limit holds them. */
static bool fetch_owner(const struct api_options *options, jv *profile, int64_t *known_at,
                        struct error *error)
{
    struct bookmark bookmark = {.offset = -1, .total = -1, .has_more = true};
    struct api *api = api_open(options, error);
    bool fetched = api && profile_fetch(api, profile, known_at, error);
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

/* What is remembered of a user, as a profile; NULL: not known. */
static jv make_profile(const char *id, const char *account_id, const char *display_name)
{
    jv profile = JV_OBJECT(jv_string("id"), jv_string(id));

    if (account_id)
        profile = jv_object_set(profile, jv_string("account_id"), jv_string(account_id));
    if (display_name)
        profile = jv_object_set(profile, jv_string("display_name"), jv_string(display_name));
    return profile;
}

/* The owner of a token from the environment, which takes one request for each. It can do without
 * what is remembered, as on a disk that cannot be written. */
static bool identify(const char *token, const struct api_options *options, jv *profile,
                     int64_t *known_at, struct error *error)
{
    const char *account = account_name(NULL, error);
    struct token_owner owner = {0};
    struct error unremembered;
    bool identified = false;

    if (!account)
        return false;
    if (!token_owner_recall(account, token, &owner, &unremembered))
        log_info("requesting the owner of the token: %s", unremembered.text);
    if (owner.user_id) {
        *profile = make_profile(owner.user_id, owner.account_id, NULL);
        *known_at = owner.known_at;
        identified = true;
        goto out;
    }
    if (!fetch_owner(options, profile, known_at, error))
        goto out;
    identified = true;
    owner = (struct token_owner){.user_id = member_text(*profile, "id"),
                                 .account_id = member_text(*profile, "account_id"),
                                 .known_at = *known_at};
    if (owner.user_id && !token_owner_remember(account, token, &owner, &unremembered))
        log_info("cannot remember the owner of the token: %s", unremembered.text);
out:
    token_owner_clear(&owner);
    return identified;
}

/* The stored sign-in remembers who signed in. */
static bool remember(jv *profile, int64_t *known_at, struct error *error)
{
    const char *account = account_name(NULL, error);
    struct sign_in_store *store = account ? sign_in_open(account, false, error) : NULL;
    struct sign_in sign_in = {0};
    bool remembered = store && sign_in_read(store, &sign_in, error);

    if (remembered) {
        *profile = make_profile(sign_in.user_id, sign_in.account_id, sign_in.display_name);
        *known_at = sign_in.signed_in_at;
    }
    sign_in_clear(&sign_in);
    sign_in_close(store);
    return remembered;
}

/* The profile is used up. */
static bool print_account(jv profile, int64_t known_at, struct error *error)
{
    const struct shape_page page = SHAPE_PAGE(profile, known_at, "/me");
    struct shape *shape = shape_open("account", cmd_fetch_account_account_jq, error);
    int64_t printed;
    bool done = shape && messages_print_schema("account", error) &&
                messages_print_page(shape, &page, &printed, error);

    jv_free(profile);
    shape_close(shape);
    return done;
}

int main(int argc, char **argv)
{
    struct api_options api = API_OPTIONS_DEFAULT(STDOUT_FILENO);
    const struct option_entry options[] = {API_OPTION_ENTRIES(api), {0}};
    const struct program program = {
        .name = "fetch-account",
        .synopsis = "[OPTION]...",
        .description = "Prints the user who is signed in as Singer messages. Sends a request only\n"
                       "for a new token in SPOTIFY_ACCESS_TOKEN.",
        .options = options,
    };
    const char *token = getenv("SPOTIFY_ACCESS_TOKEN");
    struct error error;
    int64_t known_at;
    bool done;
    jv profile;

    (void)options_parse(&program, argc, argv);
    done = (token && *token ? identify(token, &api, &profile, &known_at, &error)
                            : remember(&profile, &known_at, &error)) &&
           print_account(profile, known_at, &error);
    return finish(done, &error);
}
