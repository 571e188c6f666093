#include "api/engine.h"
#include "base/buffer.h"
#include "base/timestamp.h"

#include <stdlib.h>
#include <unistd.h>

#define DEFAULT_URL "https://api.spotify.com/v1"

/* Members of Spotify's objects that nobody reads, and that make up much of an answer. */
static const char *const bulk[] = {"available_markets", "href", NULL};

struct api *api_open(const struct api_options *options, struct error *error)
{
    struct api *api = calloc(1, sizeof *api);
    int64_t now = timestamp_now();

    if (!api) {
        (void)error_no_memory(error);
        return NULL;
    }
    api->options = *options;
    api->random[0] = (unsigned short)getpid();
    api->random[1] = (unsigned short)now;
    api->random[2] = (unsigned short)(now >> 16);
    api->parser = json_parser_new(bulk, error);
    if (!api->parser || !service_take("SPOTIFY_API_URL", DEFAULT_URL, &api->service, error)) {
        api_close(api);
        return NULL;
    }
    return api;
}

void api_use_token(struct api *api, struct token *token)
{
    api->token = token;
    api->token_is_lent = true;
}

static bool open_pace(struct api *api, struct error *error)
{
    struct buffer key = {0};

    if (!buffer_append_format(&key, "%s %s", token_client_id(api->token), api->service.address))
        return error_no_memory(error);
    api->pace = pace_open(key.bytes, &api->options.quota, api->options.max_wait, error);
    buffer_free(&key);
    return api->pace != NULL;
}

bool api_connect(struct api *api, struct error *error)
{
    if (!api->transport && !(api->transport = transport_open(api->options.window, error)))
        return false;
    if (!api->token && !(api->token = token_open(api->transport, error)))
        return false;
    return api->pace || open_pace(api, error);
}

bool api_quota(struct api *api, const char *endpoint, struct quota *quota, struct error *error)
{
    return pace_quota(api->pace, endpoint, timestamp_now(), quota, error);
}

bool api_load_mode(struct api *api, enum app_mode *mode, struct error *error)
{
    return api_connect(api, error) && pace_load_mode(api->pace, mode, error);
}

bool api_save_mode(struct api *api, enum app_mode mode, struct error *error)
{
    return api_connect(api, error) && pace_save_mode(api->pace, mode, error);
}

int64_t api_requests(const struct api *api)
{
    return api->requests;
}

/* It was sent, and counts; nothing is left to do about a failure. */
static void abort_request(struct api *api, struct request *request)
{
    struct error ignored;

    if (request->state != REQUEST_IN_FLIGHT)
        return;
    (void)pace_answered(api->pace, request->ticket, timestamp_now(), &ignored);
    transport_cancel(api->transport, request->transfer);
}

void api_close(struct api *api)
{
    if (!api)
        return;
    while (api->first) {
        struct request *request = api->first;
        api->first = request->next;
        abort_request(api, request);
        request_free(request);
    }
    if (!api->token_is_lent)
        token_close(api->token);
    transport_close(api->transport);
    pace_close(api->pace);
    json_parser_free(api->parser);
    service_free(&api->service);
    free(api);
}
