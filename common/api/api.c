#include "api/api.h"
#include "auth/token.h"
#include "base/buffer.h"
#include "base/log.h"
#include "base/timestamp.h"
#include "http/http.h"
#include "http/url.h"
#include "json/json_parse.h"

#include <ctype.h>
#include <curl/curl.h>
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEFAULT_URL "https://api.spotify.com/v1"
#define TRIES       5
/* So many tokens in a row are not refused because their time is over. */
#define REFUSALS      3
#define LONGEST_DELAY (30 * TIMESTAMP_SECOND)
#define LONGEST_BODY  ((size_t)64 << 20)
/* What a request's first 429 without Retry-After is taken to ask for, in seconds; each further one
 * doubles it. */
#define DEFAULT_RETRY_AFTER 5
/* No limit is known to last longer; a greater Retry-After is an error of the server's. */
#define LONGEST_RETRY_AFTER (7 * 86400)
/* A wait that a person should be told of. */
#define LONG_WAIT (5 * TIMESTAMP_SECOND)

/* Statuses that say to try again (RFC 9110, RFC 8470). */
enum { TIMED_OUT = 408, TOO_EARLY = 425 };

/* Members of Spotify's objects that nobody reads, and that make up much of an answer. */
static const char *const bulk[] = {"available_markets", "href", NULL};

enum request_state { READY, IN_FLIGHT, DONE };

struct request {
    struct api_answer answer; /* first, so that an answer leads back to its request */
    struct request *next;
    struct api_queue *queue; /* NULL: nobody waits for its answer any more */
    api_check *check;
    const char *endpoint;
    char *url;
    char shown[120]; /* the URL for a person, without its query where that is long */
    CURL *easy;
    enum request_state state;
    int tries;
    int refusals;         /* of tokens */
    int64_t token_number; /* the token that it was sent with */
    int64_t held_for;     /* what all its 429s have asked for */
    int64_t default_retry_after;
    int64_t not_before; /* of timestamp_monotonic */
    int64_t overdue_at; /* of it */
    int64_t ticket;
    struct http_body body;
    char curl_error[CURL_ERROR_SIZE];
};

struct api_queue {
    struct api *api;
    long pending;
};

struct api {
    struct api_options options;
    struct url url;
    CURLM *multi;
    struct json_parser *parser; /* of bodies */
    struct token *token;
    bool token_is_lent; /* by api_use_token */
    struct pace *pace;
    struct request *first; /* in the order in which they were put in */
    long in_flight;
    int64_t requests;
    int64_t driven_at;    /* of timestamp_monotonic: when answers were last read or waited for */
    int64_t paused_until; /* of it */
    enum pace_verdict paused_for;
    int64_t held_until; /* of it: when the hold ends that was met last */
    long holds;         /* so many were met */
    int64_t idle_since; /* of it: when the pace last left nothing in flight; 0: it has not */
    bool told_of_pace, told_of_others;
    unsigned short random[3];
};

static bool open_pace(struct api *api, struct error *error)
{
    struct buffer key = {0};

    if (!buffer_append_format(&key, "%s %s", token_client_id(api->token), api->url.text))
        return error_no_memory(error);
    api->pace = pace_open(key.bytes, &api->options.quota, api->options.max_wait, error);
    buffer_free(&key);
    return api->pace != NULL;
}

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
    if (!api->parser || !url_take("SPOTIFY_API_URL", DEFAULT_URL, &api->url, error)) {
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

/* What only requests need, and a filter that has none to send can do without. */
static bool connect_api(struct api *api, struct error *error)
{
    if (api->multi)
        return true;
    if (!api->token && !(api->token = token_open(error)))
        return false;
    if (!api->pace && !open_pace(api, error))
        return false;
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return error_set(error, EX_SOFTWARE, "libcurl cannot start");
    api->multi = curl_multi_init();
    if (!api->multi) {
        curl_global_cleanup();
        return error_no_memory(error);
    }
    if (curl_multi_setopt(api->multi, CURLMOPT_MAXCONNECTS, api->options.window) != CURLM_OK)
        return error_set(error, EX_SOFTWARE, "libcurl cannot keep %ld connections",
                         api->options.window);
    return true;
}

/* What is the same for every try of a request. */
static bool prepare(struct api *api, struct request *request)
{
    CURL *easy = request->easy;

    return http_prepare(easy, request->url, api->url.plain, &request->body) &&
           curl_easy_setopt(easy, CURLOPT_HTTPAUTH, CURLAUTH_BEARER) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "") == CURLE_OK &&
           /* over TLS, one connection carries many requests: wait for it to say that it can */
           curl_easy_setopt(easy, CURLOPT_PIPEWAIT, api->url.plain ? 0L : 1L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, request->curl_error) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_PRIVATE, request) == CURLE_OK;
}

static void request_free(struct request *request)
{
    jv_free(request->answer.body);
    curl_easy_cleanup(request->easy);
    buffer_free(&request->body.bytes);
    free(request->url);
    free(request);
}

struct api_queue *api_queue_open(struct api *api, struct error *error)
{
    struct api_queue *queue = calloc(1, sizeof *queue);

    if (queue)
        queue->api = api;
    else
        (void)error_no_memory(error);
    return queue;
}

bool api_get(struct api_queue *queue, const char *endpoint, const char *path, api_check *check,
             void *context, struct error *error)
{
    struct api *api = queue->api;
    struct request **end = &api->first;
    struct request *request;
    struct buffer url = {0};

    if (!connect_api(api, error))
        return false;
    request = calloc(1, sizeof *request);
    if (!request)
        return error_no_memory(error);
    request->queue = queue;
    request->check = check;
    request->answer.context = context;
    request->answer.body = jv_invalid();
    request->body.most = LONGEST_BODY;
    request->endpoint = endpoint;
    request->default_retry_after = DEFAULT_RETRY_AFTER;
    request->easy = curl_easy_init();
    if (!request->easy || !buffer_append_format(&url, "%s%s", api->url.text, path)) {
        request_free(request);
        return error_no_memory(error);
    }
    request->url = url.bytes;
    (void)snprintf(request->shown, sizeof request->shown, "%.*s",
                   (int)(url.length < sizeof request->shown ? url.length : strcspn(url.bytes, "?")),
                   url.bytes);
    if (!prepare(api, request)) {
        request_free(request);
        return error_set(error, EX_SOFTWARE, "libcurl does not take a request");
    }
    while (*end)
        end = &(*end)->next;
    *end = request;
    queue->pending++;
    return true;
}

static void complete(struct request *request, enum api_outcome outcome)
{
    request->answer.outcome = outcome;
    request->state = DONE;
}

static void limit(struct request *request, int64_t reset_at)
{
    char text[TIMESTAMP_TEXT];

    /* the time that a person reads is rounded up */
    timestamp_format_seconds(reset_at + TIMESTAMP_SECOND - 1, text);
    (void)error_set_limited(&request->answer.error, reset_at,
                            "the limit for %s is reached; try again at %s", request->endpoint,
                            text);
    complete(request, API_LIMITED);
}

static void end_budget(struct request *request, const struct pace_turn *turn)
{
    char text[TIMESTAMP_TEXT];

    timestamp_format_seconds(turn->until + TIMESTAMP_SECOND - 1, text);
    (void)error_set_limited(&request->answer.error, turn->until,
                            "the budget of %lld calls to %s is used up; it begins anew at %s",
                            (long long)turn->budget, request->endpoint, text);
    complete(request, API_LIMITED);
}

/* Tries again later, or ends the request with this failure. */
__attribute__((format(printf, 4, 5))) static void
try_again(struct api *api, struct request *request, int status, const char *format, ...)
{
    int64_t delay = api->options.retry_delay;
    va_list arguments;
    char reason[300];

    va_start(arguments, format);
    if (vsnprintf(reason, sizeof reason, format, arguments) < 0)
        reason[0] = '\0';
    va_end(arguments);
    if (request->tries >= TRIES) {
        (void)error_set(&request->answer.error, status, "%s (tried %d times)", reason,
                        request->tries);
        complete(request, API_FAILED);
        return;
    }
    for (int i = 1; i < request->tries && delay < LONGEST_DELAY; i++)
        delay *= 2;
    if (delay > LONGEST_DELAY)
        delay = LONGEST_DELAY;
    delay = delay / 2 + (int64_t)((double)delay / 2 * erand48(api->random));
    request->not_before = timestamp_monotonic() + delay;
    request->state = READY;
    log_info("%s; trying again in %.1f s", reason, (double)delay / 1e6);
}

/* Spotify's words in an error body, or those of HTTP. */
static void describe(struct request *request, char *text, size_t size)
{
    jv body = jv_parse_sized(request->body.bytes.bytes ? request->body.bytes.bytes : "",
                             (int)request->body.bytes.length);
    jv message = jv_invalid();

    if (jv_get_kind(body) == JV_KIND_OBJECT)
        message = jv_object_get(body, jv_string("error"));
    else
        jv_free(body);
    if (jv_get_kind(message) == JV_KIND_OBJECT)
        message = jv_object_get(message, jv_string("message"));
    if (jv_get_kind(message) == JV_KIND_STRING && jv_string_length_bytes(jv_copy(message)) > 0)
        (void)snprintf(text, size, "%ld %s", request->answer.status, jv_string_value(message));
    else
        (void)snprintf(text, size, "%ld", request->answer.status);
    jv_free(message);
}

static bool quota_exceeded(const struct request *request)
{
    static const char reason[] = "QUOTA_EXCEEDED";

    return request->body.bytes.length &&
           memmem(request->body.bytes.bytes, request->body.bytes.length, reason, sizeof reason - 1);
}

/*
 * The Retry-After of an answer in seconds; 0 where it has none. A number is read here, for libcurl
 * makes six hours of a longer time in its newer versions, and none of one that it cannot hold.
 */
static int64_t retry_after_seconds(CURL *easy)
{
    struct curl_header *header;
    curl_off_t seconds = 0;

    if (curl_easy_header(easy, "Retry-After", 0, CURLH_HEADER, -1, &header) == CURLHE_OK &&
        isdigit((unsigned char)header->value[0]))
        seconds = strtoll(header->value, NULL, 10);
    else if (curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &seconds) != CURLE_OK || seconds < 0)
        seconds = 0;
    return seconds < LONGEST_RETRY_AFTER ? seconds : LONGEST_RETRY_AFTER;
}

static bool too_many_requests(struct api *api, struct request *request, struct error *error)
{
    int64_t now = request->answer.received_at;
    int64_t retry_after = retry_after_seconds(request->easy) * TIMESTAMP_SECOND;
    bool quota = quota_exceeded(request);

    if (retry_after == 0 && quota) {
        retry_after = -1;
    } else if (retry_after == 0) {
        retry_after = request->default_retry_after * TIMESTAMP_SECOND;
        request->default_retry_after *= 2;
    }
    request->held_for += retry_after;
    if (quota || request->held_for > api->options.max_wait) {
        int64_t reset_at;
        if (!pace_limited(api->pace, request->ticket, request->endpoint, now, retry_after,
                          &reset_at, error))
            return false;
        limit(request, reset_at);
        return true;
    }
    request->tries--;
    request->state = READY;
    return pace_refused(api->pace, request->ticket, now, retry_after, error);
}

static void take_json(struct api *api, struct request *request)
{
    const char *reason = NULL;

    if (request->body.bytes.length == 0) {
        try_again(api, request, EX_PROTOCOL, "%s answered with nothing", request->shown);
        return;
    }
    request->answer.body =
        json_parse(api->parser, request->body.bytes.bytes, request->body.bytes.length);
    buffer_free(&request->body.bytes);
    if (!jv_is_valid(request->answer.body))
        try_again(api, request, EX_PROTOCOL, "%s did not answer with JSON", request->shown);
    else if (request->check && (reason = request->check(request->answer.context,
                                                        &request->answer.body, request->tries)))
        try_again(api, request, EX_PROTOCOL, "%s answered with nonsense: %s", request->shown,
                  reason);
    else
        complete(request, API_ANSWERED);
    if (request->state == DONE && request->answer.outcome == API_ANSWERED)
        return;
    jv_free(request->answer.body);
    request->answer.body = jv_invalid();
}

/* Tries again with the newest token, which does not count as a try, or ends the request. */
static void token_was_refused(struct api *api, struct request *request)
{
    struct error *error = &request->answer.error;
    char text[300];

    describe(request, text, sizeof text);
    (void)error_set(error, EX_NOPERM, "the API does not accept the access token: %s", text);
    if (++request->refusals < REFUSALS && token_refused(api->token, request->token_number, error)) {
        request->tries--;
        request->state = READY;
        return;
    }
    complete(request, API_FAILED);
}

/* Whether a connection was there, so that the server may have seen it. */
static bool was_sent(const struct request *request, CURLcode code)
{
    curl_off_t ready_after = 0;

    return code == CURLE_OK ||
           curl_easy_getinfo(request->easy, CURLINFO_PRETRANSFER_TIME_T, &ready_after) !=
               CURLE_OK ||
           ready_after > 0;
}

static bool tell_pace(struct api *api, const struct request *request, CURLcode code,
                      struct error *error)
{
    int64_t now = request->answer.received_at;

    return was_sent(request, code)
               ? pace_answered(api->pace, request->ticket, now, error)
               : pace_unsent(api->pace, request->ticket, request->endpoint, now, error);
}

static bool finished(struct api *api, struct request *request, CURLcode code, struct error *error)
{
    struct api_answer *answer = &request->answer;
    char text[300];

    answer->received_at = timestamp_now();
    if (curl_easy_getinfo(request->easy, CURLINFO_RESPONSE_CODE, &answer->status) != CURLE_OK)
        answer->status = 0;
    log_debug("GET %s: %ld, %zu bytes, %s", request->url, answer->status,
              request->body.bytes.length, curl_easy_strerror(code));
    if (code == CURLE_OK && answer->status == 429)
        return too_many_requests(api, request, error);
    if (!tell_pace(api, request, code, error))
        return false;
    if (!request->queue) {
        request->state = DONE;
        return true;
    }
    if (code == CURLE_WRITE_ERROR) {
        try_again(api, request, EX_PROTOCOL, "%s answered with more than %zu MiB", request->shown,
                  LONGEST_BODY >> 20);
    } else if (code == CURLE_OPERATION_TIMEDOUT) {
        try_again(api, request, EX_UNAVAILABLE, "%s did not answer within %g s", request->shown,
                  (double)api->options.timeout / 1e6);
    } else if (code != CURLE_OK) {
        try_again(api, request, EX_UNAVAILABLE, "%s could not be read: %s", request->shown,
                  request->curl_error[0] ? request->curl_error : curl_easy_strerror(code));
    } else if (answer->status >= 200 && answer->status <= 299) {
        take_json(api, request);
    } else if (answer->status == 401) {
        token_was_refused(api, request);
    } else if (answer->status >= 400 && answer->status <= 499 && answer->status != TIMED_OUT &&
               answer->status != TOO_EARLY) {
        describe(request, answer->words, sizeof answer->words);
        (void)error_set(&answer->error, EX_NOPERM, "%s was refused: %s", request->shown,
                        answer->words);
        complete(request, API_REFUSED);
    } else if (answer->status >= 400) {
        describe(request, text, sizeof text);
        try_again(api, request, EX_UNAVAILABLE, "%s failed: %s", request->shown, text);
    } else {
        try_again(api, request, EX_PROTOCOL, "%s answered with status %ld", request->shown,
                  answer->status);
    }
    return true;
}

/* Gives the request the newest token. False when there is none any more; the request is then over.
 */
static bool sign(struct api *api, struct request *request)
{
    struct error *error = &request->answer.error;
    const char *token = token_get(api->token, &request->token_number, error);

    if (token && curl_easy_setopt(request->easy, CURLOPT_XOAUTH2_BEARER, token) == CURLE_OK)
        return true;
    if (token)
        (void)error_no_memory(error);
    complete(request, API_FAILED);
    return false;
}

static bool start(struct api *api, struct request *request, struct error *error)
{
    request->body.bytes.length = 0;
    request->curl_error[0] = '\0';
    request->tries++;
    request->state = IN_FLIGHT;
    request->overdue_at = timestamp_monotonic() + api->options.timeout;
    if (curl_multi_add_handle(api->multi, request->easy) != CURLM_OK)
        return error_set(error, EX_SOFTWARE, "libcurl does not take a request");
    api->in_flight++;
    api->requests++;
    return true;
}

/* For a person, rounded up. */
static long long seconds_until(int64_t time, int64_t now)
{
    return (time - now + TIMESTAMP_SECOND - 1) / TIMESTAMP_SECOND;
}

static void tell_of_hold(struct api *api, int64_t now)
{
    bool is_new = api->held_until <= now;

    api->held_until = api->paused_until;
    if (!is_new || (++api->holds < 2 && api->paused_until - now < LONG_WAIT))
        return;
    log_warning("the rate limit is reached; going on in %lld s",
                seconds_until(api->paused_until, now));
}

/* Tells, once of each kind, of a wait for the pace in which nothing is under way. */
static void tell_of_pace(struct api *api, int64_t now)
{
    bool *told = api->paused_for == PACE_CROWDED ? &api->told_of_others : &api->told_of_pace;

    if (api->in_flight > 0)
        return;
    if (!api->idle_since)
        api->idle_since = now;
    if (*told || api->paused_until - api->idle_since < LONG_WAIT)
        return;
    *told = true;
    if (api->paused_for == PACE_CROWDED)
        log_warning("waiting for requests of other processes to be answered");
    else
        log_warning("keeping to the rate limit as it is known; going on in %lld s",
                    seconds_until(api->paused_until, now));
}

/* Sends what window, pace and retry delays let go; *wake, of timestamp_monotonic, is when there may
 * be more. */
static bool send_ready(struct api *api, int64_t *wake, struct error *error)
{
    int64_t clock = timestamp_now(), now = timestamp_monotonic();

    *wake = now + 60 * TIMESTAMP_SECOND;
    for (struct request *request = api->first; request; request = request->next) {
        struct pace_turn turn;

        if (request->state != READY || api->in_flight >= api->options.window)
            continue;
        if (request->not_before > now) {
            *wake = request->not_before < *wake ? request->not_before : *wake;
            continue;
        }
        if (api->paused_until <= now) {
            if (!sign(api, request))
                continue;
            if (!pace_ask(api->pace, request->endpoint, clock, &turn, error))
                return false;
            if (turn.verdict == PACE_GO) {
                request->ticket = turn.ticket;
                api->idle_since = 0;
                if (!start(api, request, error))
                    return false;
                continue;
            }
            if (turn.verdict == PACE_LIMITED) {
                limit(request, turn.until);
                continue;
            }
            if (turn.verdict == PACE_BUDGET_USED) {
                end_budget(request, &turn);
                continue;
            }
            api->paused_until = now + (turn.until - clock);
            api->paused_for = turn.verdict;
            if (turn.verdict == PACE_HELD)
                tell_of_hold(api, now);
        }
        if (api->paused_for != PACE_HELD)
            tell_of_pace(api, now);
        *wake = api->paused_until < *wake ? api->paused_until : *wake;
        return true;
    }
    return true;
}

/* Takes a request back from libcurl, whatever has become of it. */
static bool take_back(struct api *api, struct request *request, CURLcode code, struct error *error)
{
    if (curl_multi_remove_handle(api->multi, request->easy) != CURLM_OK)
        return error_set(error, EX_SOFTWARE, "libcurl lost a request");
    api->in_flight--;
    return finished(api, request, code, error);
}

/* Frees the requests that nobody waits for and that are not under way. */
static void drop_orphans(struct api *api)
{
    for (struct request **link = &api->first; *link;) {
        struct request *request = *link;

        if (request->queue || request->state == IN_FLIGHT) {
            link = &request->next;
        } else {
            *link = request->next;
            request_free(request);
        }
    }
}

static bool collect(struct api *api, struct error *error)
{
    CURLMsg *message;
    int left;

    while ((message = curl_multi_info_read(api->multi, &left))) {
        char *private = NULL;

        if (message->msg != CURLMSG_DONE)
            continue;
        if (curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &private) != CURLE_OK)
            return error_set(error, EX_SOFTWARE, "libcurl lost a request");
        if (!take_back(api, (struct request *)(void *)private, message->data.result, error))
            return false;
    }
    return true;
}

/* libcurl's own timeout would also count the time in which nobody reads the answers, because this
 * program waits for the reader of its output. */
static void allow_for_absence(struct api *api)
{
    int64_t absence = timestamp_monotonic() - api->driven_at;

    for (struct request *request = api->first; request; request = request->next)
        if (request->state == IN_FLIGHT)
            request->overdue_at += absence;
}

/* Ends the requests that have not been answered in time; *wake is lowered to when the next is due.
 */
static bool end_overdue(struct api *api, int64_t *wake, struct error *error)
{
    int64_t now = timestamp_monotonic();

    if (!api->options.timeout)
        return true;
    for (struct request *request = api->first; request; request = request->next) {
        if (request->state != IN_FLIGHT)
            continue;
        if (request->overdue_at > now)
            *wake = request->overdue_at < *wake ? request->overdue_at : *wake;
        else if (!take_back(api, request, CURLE_OPERATION_TIMEDOUT, error))
            return false;
    }
    return true;
}

static bool answer_is_there(const struct api *api)
{
    for (const struct request *request = api->first; request; request = request->next)
        if (request->state == DONE)
            return true;
    return false;
}

static bool send_and_collect(struct api *api, int64_t *wake, struct error *error)
{
    long in_flight;
    int running;

    *wake = INT64_MAX;
    if (!api->multi)
        return true;
    allow_for_absence(api);
    if (!send_ready(api, wake, error))
        return false;
    if (curl_multi_perform(api->multi, &running) != CURLM_OK)
        return error_set(error, EX_SOFTWARE, "libcurl cannot go on");
    in_flight = api->in_flight;
    if (!collect(api, error) || !end_overdue(api, wake, error))
        return false;
    drop_orphans(api);
    api->driven_at = timestamp_monotonic();
    /* what has come back may have to go out again, sooner than all that is known of above */
    if (api->in_flight != in_flight)
        *wake = 0;
    return true;
}

bool api_send(struct api *api, struct error *error)
{
    int64_t wake;

    return send_and_collect(api, &wake, error);
}

/* Waits until `wake` at most, for the network, the input, or the loss of the reader. */
static bool wait_for_something(struct api *api, int input_fd, int64_t wake, struct error *error)
{
    struct pollfd polled[2] = {{.fd = api->options.output_fd}, {.fd = input_fd, .events = POLLIN}};
    struct curl_waitfd watched[2];
    unsigned count = 0;
    int64_t now = timestamp_monotonic();

    if (!api->multi) {
        if (poll(polled, 2, -1) < 0 && errno != EINTR)
            return error_set(error, EX_OSERR, "cannot wait: %s", strerror(errno));
        return true;
    }
    for (int i = 0; i < 2; i++)
        if (polled[i].fd >= 0)
            watched[count++] =
                (struct curl_waitfd){.fd = polled[i].fd, .events = i ? CURL_WAIT_POLLIN : 0};
    if (wake > now && curl_multi_poll(api->multi, watched, count, (int)((wake - now + 999) / 1000),
                                      NULL) != CURLM_OK)
        return error_set(error, EX_SOFTWARE, "libcurl cannot wait");
    api->driven_at = timestamp_monotonic();
    return true;
}

bool api_wait(struct api *api, int input_fd, bool *readable, struct error *error)
{
    struct pollfd polled[2] = {{.fd = api->options.output_fd}, {.fd = input_fd, .events = POLLIN}};
    int64_t wake;

    if (readable)
        *readable = false;
    if (!send_and_collect(api, &wake, error))
        return false;
    if (!answer_is_there(api) && !wait_for_something(api, input_fd, wake, error))
        return false;
    if (poll(polled, 2, 0) <= 0)
        return true;
    if (polled[0].revents)
        return error_set(error, EXIT_NO_READER, "nobody reads standard output any more");
    if (readable)
        *readable = polled[1].revents != 0;
    return true;
}

struct api_answer *api_next(struct api_queue *queue)
{
    for (struct request **link = &queue->api->first; *link; link = &(*link)->next) {
        struct request *request = *link;

        if (request->state == DONE && request->queue == queue) {
            *link = request->next;
            queue->pending--;
            return &request->answer;
        }
    }
    return NULL;
}

long api_pending(const struct api_queue *queue)
{
    return queue->pending;
}

void api_queue_close(struct api_queue *queue)
{
    if (!queue)
        return;
    for (struct request *request = queue->api->first; request; request = request->next)
        if (request->queue == queue)
            request->queue = NULL;
    drop_orphans(queue->api);
    free(queue);
}

void api_answer_free(struct api_answer *answer)
{
    if (answer)
        request_free((struct request *)answer);
}

bool api_quota(struct api *api, const char *endpoint, struct quota *quota, struct error *error)
{
    return pace_quota(api->pace, endpoint, timestamp_now(), quota, error);
}

bool api_load_mode(struct api *api, enum app_mode *mode, struct error *error)
{
    return connect_api(api, error) && pace_load_mode(api->pace, mode, error);
}

bool api_save_mode(struct api *api, enum app_mode mode, struct error *error)
{
    return connect_api(api, error) && pace_save_mode(api->pace, mode, error);
}

int64_t api_requests(const struct api *api)
{
    return api->requests;
}

void api_close(struct api *api)
{
    struct error ignored;

    if (!api)
        return;
    while (api->first) {
        struct request *request = api->first;
        api->first = request->next;
        if (request->state == IN_FLIGHT) {
            /* it was sent, and counts; nothing is left to do about a failure */
            (void)pace_answered(api->pace, request->ticket, timestamp_now(), &ignored);
            (void)curl_multi_remove_handle(api->multi, request->easy);
        }
        request_free(request);
    }
    if (api->multi) {
        (void)curl_multi_cleanup(api->multi);
        curl_global_cleanup();
    }
    if (!api->token_is_lent)
        token_close(api->token);
    pace_close(api->pace);
    json_parser_free(api->parser);
    url_free(&api->url);
    free(api);
}
