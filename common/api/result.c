#include "api/engine.h"
#include "base/log.h"
#include "base/timestamp.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TRIES 5
/* A token that is new this many times in a row is not refused for its age. */
#define REFUSALS      3
#define LONGEST_DELAY (30 * TIMESTAMP_SECOND)

/* Statuses that say to try again (RFC 9110, RFC 8470). */
enum { TIMED_OUT = 408, TOO_EARLY = 425 };

void request_complete(struct request *request, enum api_outcome outcome)
{
    request->answer.outcome = outcome;
    request->state = REQUEST_DONE;
}

/* The time as a person reads it: local, and rounded up. */
static void format_reset(int64_t time, char text[static TIMESTAMP_TEXT])
{
    time_t seconds = (time_t)((time + TIMESTAMP_SECOND - 1) / TIMESTAMP_SECOND);
    struct tm local;

    if (!localtime_r(&seconds, &local) ||
        strftime(text, TIMESTAMP_TEXT, "%Y-%m-%d %H:%M:%S", &local) == 0)
        timestamp_format_seconds(time + TIMESTAMP_SECOND - 1, text);
}

void request_limit(struct request *request, int64_t reset_at)
{
    char text[TIMESTAMP_TEXT];

    format_reset(reset_at, text);
    (void)error_set_limited(&request->answer.error, reset_at,
                            "the limit for %s has been reached; try again at %s", request->endpoint,
                            text);
    request_complete(request, API_LIMITED);
}

void request_end_budget(struct request *request, const struct pace_turn *turn)
{
    char text[TIMESTAMP_TEXT];

    format_reset(turn->until, text);
    (void)error_set_limited(&request->answer.error, turn->until,
                            "the budget of %lld calls to %s is used up until %s",
                            (long long)turn->budget, request->endpoint, text);
    request_complete(request, API_LIMITED);
}

/* Tries again later, or ends the request with this failure: at once, if it may have written. */
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
    if (request->write && request->was_sent) {
        (void)error_set(&request->answer.error, status, "%s", reason);
        request_complete(request, API_UNKNOWN);
        return;
    }
    if (request->tries >= TRIES) {
        (void)error_set(&request->answer.error, status, "%s (tried %d times)", reason,
                        request->tries);
        request_complete(request, API_FAILED);
        return;
    }
    for (int i = 1; i < request->tries && delay < LONGEST_DELAY; i++)
        delay *= 2;
    if (delay > LONGEST_DELAY)
        delay = LONGEST_DELAY;
    delay = delay / 2 + (int64_t)((double)delay / 2 * erand48(api->random));
    request->not_before = timestamp_monotonic() + delay;
    request->state = REQUEST_READY;
    log_info("%s; trying again in %.1f s", reason, (double)delay / 1e6);
}

/* A request that reached nobody. The others that do not either are not reported as well. */
__attribute__((format(printf, 3, 4))) static void
try_to_reach(struct api *api, struct request *request, const char *format, ...)
{
    char reason[200];
    va_list arguments;

    va_start(arguments, format);
    if (vsnprintf(reason, sizeof reason, format, arguments) < 0)
        reason[0] = '\0';
    va_end(arguments);
    try_again(api, request, EX_UNAVAILABLE, "cannot reach Spotify: %s", reason);
    if (request->state != REQUEST_READY || request->tries < api->tries_said)
        return;
    api->tries_said = request->tries + 1;
    log_warning("cannot reach Spotify, trying again, %d of %d", api->tries_said, TRIES);
}

static void describe_refusal(const struct request *request, char words[REFUSAL_LONGEST_WORDS])
{
    const struct buffer *body = transfer_body(request->transfer);

    refusal_read(request->answer.status, body->bytes, body->length, words);
}

static bool names_quota(const struct request *request)
{
    static const char reason[] = "QUOTA_EXCEEDED";

    const struct buffer *body = transfer_body(request->transfer);

    return body->length && memmem(body->bytes, body->length, reason, sizeof reason - 1);
}

static bool take_limit(struct api *api, struct request *request, int64_t retry_after,
                       struct error *error)
{
    int64_t now = request->answer.received_at;
    bool quota = names_quota(request);

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
        request_limit(request, reset_at);
        return true;
    }
    request->tries--;
    request->state = REQUEST_READY;
    return pace_refused(api->pace, request->ticket, now, retry_after, error);
}

/* Whatever the answer says, it was done. */
static void take_written(struct api *api, struct request *request)
{
    struct buffer *body = transfer_body(request->transfer);

    request->answer.body =
        body->length ? json_parse(api->parser, body->bytes, body->length) : jv_null();
    if (!jv_is_valid(request->answer.body)) {
        jv_free(request->answer.body);
        request->answer.body = jv_null();
    }
    request_complete(request, API_ANSWERED);
}

static void take_json(struct api *api, struct request *request)
{
    struct buffer *body = transfer_body(request->transfer);
    const char *reason = NULL;

    if (body->length == 0) {
        try_again(api, request, EX_PROTOCOL, "%s sent an empty answer", request->shown);
        return;
    }
    request->answer.body = json_parse(api->parser, body->bytes, body->length);
    buffer_free(body);
    if (!jv_is_valid(request->answer.body))
        try_again(api, request, EX_PROTOCOL, "%s did not answer with JSON", request->shown);
    else if (request->check && (reason = request->check(request->answer.context,
                                                        &request->answer.body, request->tries)))
        try_again(api, request, EX_PROTOCOL, "invalid response from %s: %s", request->shown,
                  reason);
    else
        request_complete(request, API_ANSWERED);
    if (request->state == REQUEST_DONE && request->answer.outcome == API_ANSWERED)
        return;
    jv_free(request->answer.body);
    request->answer.body = jv_invalid();
}

/* Tries again with the newest token, which does not count as a try, or ends the request. */
static void take_token_refusal(struct api *api, struct request *request)
{
    struct error *error = &request->answer.error;
    char text[REFUSAL_LONGEST_WORDS];

    describe_refusal(request, text);
    (void)error_set(error, EX_NOPERM, "the API rejected the access token: %s", text);
    if (++request->refusals < REFUSALS && token_refused(api->token, request->token_number, error)) {
        request->tries--;
        request->state = REQUEST_READY;
        return;
    }
    request_complete(request, API_FAILED);
}

static bool report_to_pace(struct api *api, const struct request *request, bool was_sent,
                           struct error *error)
{
    int64_t now = request->answer.received_at;

    return was_sent ? pace_answered(api->pace, request->ticket, now, error)
                    : pace_unsent(api->pace, request->ticket, request->endpoint, now, error);
}

/* An answer that is neither JSON to be taken nor a limit. */
static void take_status(struct api *api, struct request *request)
{
    struct api_answer *answer = &request->answer;
    const char *advice;
    char text[REFUSAL_LONGEST_WORDS];

    if (answer->status == 401) {
        take_token_refusal(api, request);
    } else if (answer->status >= 400 && answer->status <= 499 && answer->status != TIMED_OUT &&
               answer->status != TOO_EARLY) {
        describe_refusal(request, answer->words);
        advice = refusal_advice(answer->words);
        (void)error_set(&answer->error, EX_NOPERM, "%s was refused: %s%s%s%s", request->shown,
                        answer->words, advice ? " (" : "", advice ? advice : "", advice ? ")" : "");
        request_complete(request, API_REFUSED);
    } else if (answer->status >= 400) {
        describe_refusal(request, text);
        try_again(api, request, EX_UNAVAILABLE, "%s failed: %s", request->shown, text);
    } else {
        try_again(api, request, EX_PROTOCOL, "%s answered with status %ld", request->shown,
                  answer->status);
    }
}

static void take_end(struct api *api, struct request *request, const struct transfer_result *result)
{
    request->was_sent = result->was_sent;
    request->answer.was_cut_off = result->end == TRANSFER_BROKEN && result->was_sent;
    switch (result->end) {
    case TRANSFER_ANSWERED:
        api->tries_said = 0;
        if (result->status >= 200 && result->status <= 299 && request->write)
            take_written(api, request);
        else if (result->status >= 200 && result->status <= 299)
            take_json(api, request);
        else
            take_status(api, request);
        break;
    case TRANSFER_TOO_LONG:
        try_again(api, request, EX_PROTOCOL, "%s answered with more than %zu MiB", request->shown,
                  API_LONGEST_BODY >> 20);
        break;
    case TRANSFER_OVERDUE:
        if (!result->was_sent) {
            try_to_reach(api, request, "it did not answer within %g s",
                         (double)api->options.timeout / 1e6);
            break;
        }
        try_again(api, request, EX_UNAVAILABLE, "%s did not answer within %g s", request->shown,
                  (double)api->options.timeout / 1e6);
        break;
    case TRANSFER_MISDATED:
        (void)error_set(&request->answer.error, EX_UNAVAILABLE, "%s could not be read: %s",
                        request->shown, result->reason);
        request_complete(request, API_FAILED);
        break;
    case TRANSFER_BROKEN:
        if (!result->was_sent) {
            try_to_reach(api, request, "%s", result->reason);
            break;
        }
        try_again(api, request, EX_UNAVAILABLE, "%s could not be read: %s", request->shown,
                  result->reason);
        break;
    }
}

bool request_take_result(struct api *api, struct request *request, struct error *error)
{
    struct transfer_result result = transfer_result(request->transfer);

    request->answer.received_at = timestamp_now();
    request->answer.status = result.status;
    log_debug("%s %s: %ld, %zu bytes, %s", request->write ? request->write : "GET", request->url,
              result.status, transfer_body(request->transfer)->length, result.reason);
    if (result.end == TRANSFER_ANSWERED && result.status == 429)
        return take_limit(api, request, result.retry_after * TIMESTAMP_SECOND, error);
    if (!report_to_pace(api, request, result.was_sent, error))
        return false;
    if (request->queue)
        take_end(api, request, &result);
    else
        request->state = REQUEST_DONE;
    return true;
}
