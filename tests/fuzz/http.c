/* A fuzzer of what is made of HTTP answers, for libFuzzer: whatever comes, and however often, a
 * token, a profile or a list is had or there is a reason, and nothing is waited for without end.
 * The first step of the input says what is asked for, the others are the answers. */
#include "api/api.h"
#include "api/profile.h"
#include "auth/bearer_token.h"
#include "auth/oauth.h"
#include "auth/token.h"
#include "base/log.h"
#include "list/pages.h"
#include "support/check.h"
#include "support/clock.h"
#include "support/curl.h"
#include "json/member.h"

#include <string.h>

enum { MOST_PAGES = 2000 };

static bool is_failure(const struct error *error)
{
    return *error->text && (error->status == EX_NOPERM || error->status == EX_CONFIG ||
                            error->status == EX_UNAVAILABLE || error->status == EX_PROTOCOL ||
                            error->status == EXIT_LIMITED);
}

static bool refresh_tokens(struct oauth_tokens *tokens, struct error *error)
{
    struct transport *transport = transport_open(1, error);
    struct token_request *request;
    bool granted;

    CHECK(transport);
    request = oauth_begin_refresh(transport, "client", "refresh", error);
    CHECK(request);
    granted = token_request_wait(request, tokens, error);
    token_request_free(request);
    transport_close(transport);
    return granted;
}

static void get_tokens(bool refresh)
{
    struct oauth_tokens tokens = {0};
    struct error error;

    if (refresh ? refresh_tokens(&tokens, &error)
                : oauth_exchange("client", "code", "http://127.0.0.1:1/callback", "verifier",
                                 &tokens, &error)) {
        CHECK(bearer_token_is_valid(tokens.access_token) && tokens.life > 0);
        CHECK(refresh || tokens.refresh_token);
        CHECK(!tokens.refresh_token || *tokens.refresh_token);
    } else {
        CHECK(is_failure(&error) && !tokens.access_token && !tokens.refresh_token);
    }
    oauth_tokens_clear(&tokens);
}

static void get_profile(struct api *api)
{
    struct error error;
    int64_t received_at;
    jv profile;

    if (profile_fetch(api, &profile, &received_at, &error)) {
        char *id = member_text(profile, "id"), *name = member_text(profile, "display_name");
        CHECK(id && *id);
        free(id);
        free(name);
        jv_free(profile);
    } else {
        CHECK(is_failure(&error));
    }
}

static void get_list(struct api *api, const struct pages_options *options)
{
    struct error error;
    struct pages *pages = pages_open(api, options, &error);
    enum pages_result result = PAGES_PAGE;
    int64_t joined = 0, total = -1;
    long stalled = 0;
    struct page page;

    CHECK(pages);
    for (int i = 0; i < MOST_PAGES; i++) {
        result = pages_next(pages, &page, &error);
        if (result != PAGES_PAGE)
            break;
        CHECK(page.total >= 0 && page.offset >= 0 && page.joined >= 0);
        CHECK(page.has_more == (page.joined < page.total));
        /* Pages that were under way when others were read again may bring nothing new. */
        stalled = page.total == total && page.joined <= joined ? stalled + 1 : 0;
        CHECK(stalled <= options->window);
        joined = page.joined;
        total = page.total;
        jv_free(page.body);
    }
    CHECK(result != PAGES_FAILED || is_failure(&error));
    CHECK(result != PAGES_END || options->places < 0 ||
          joined <= options->offset + options->places);
    pages_close(pages);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct script script = {(const char *)data, size};
    struct api_options api_options = API_OPTIONS_DEFAULT(-1);
    struct pages_options pages_options = {.endpoint = "/me/tracks", .path = "/me/tracks"};
    struct error error;
    const char *step;
    size_t length;
    struct api *api;
    char wanted;

    log_open("fuzz", LOG_LEVEL_ERROR);
    /* no folder of state, so that the pace is learned anew from each input */
    CHECK(setenv("XDG_STATE_HOME", "/dev/null/none", 1) == 0 &&
          setenv("SPOTIFY_ACCESS_TOKEN", "token", 1) == 0);
    clock_start(NULL);
    CHECK(script_next(&script, &step, &length));
    if (length == 0)
        return 0;
    wanted = *step++;
    length--;
    pages_options.page_size = 1 + labs((long)(script_number(&step, &length) % 50));
    pages_options.window = 1 + labs((long)(script_number(&step, &length) % 10));
    pages_options.offset = llabs(script_number(&step, &length) % 100000000);
    pages_options.total = script_number(&step, &length) % 100000000;
    pages_options.places = script_number(&step, &length) % 100000000;
    curl_play(&script);
    if (wanted == 'x' || wanted == 'r') {
        get_tokens(wanted == 'r');
        return 0;
    }
    api_options.window = pages_options.window;
    api = api_open(&api_options, &error);
    CHECK(api);
    if (wanted == 'p')
        get_profile(api);
    else if (wanted == 'l')
        get_list(api, &pages_options);
    api_close(api);
    return 0;
}
