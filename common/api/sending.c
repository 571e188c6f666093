#include "api/engine.h"
#include "base/log.h"
#include "base/timestamp.h"

/* A wait that a person should know of. */
#define LONG_WAIT (5 * TIMESTAMP_SECOND)

/* For a person, rounded up. */
static long long seconds_until(int64_t time, int64_t now)
{
    return (time - now + TIMESTAMP_SECOND - 1) / TIMESTAMP_SECOND;
}

static void report_hold(struct api *api, int64_t now)
{
    bool is_new = api->pause.held_until <= now;

    api->pause.held_until = api->pause.until;
    if (!is_new || (++api->pause.holds < 2 && api->pause.until - now < LONG_WAIT))
        return;
    log_warning("rate limit reached; continuing in %lld s", seconds_until(api->pause.until, now));
}

/* Reports a wait for the pace in which nothing is in flight, once for each reason. */
static void report_pace(struct api *api, int64_t now)
{
    bool *reported =
        api->pause.reason == PACE_CROWDED ? &api->pause.reported_others : &api->pause.reported_pace;

    if (api->in_flight > 0)
        return;
    if (!api->pause.idle_since)
        api->pause.idle_since = now;
    if (*reported || api->pause.until - api->pause.idle_since < LONG_WAIT)
        return;
    *reported = true;
    if (api->pause.reason == PACE_CROWDED)
        log_warning("waiting for requests of other processes to be answered");
    else
        log_warning("keeping to the known rate limit; continuing in %lld s",
                    seconds_until(api->pause.until, now));
}

/* Gives the request the newest token. False if there is none for now, or none left; the request
 * is then over. */
static bool sign_request(struct api *api, struct request *request, int64_t *wake)
{
    struct error *error = &request->answer.error;
    const char *text;

    switch (token_get(api->token, &text, &request->token_number, wake, error)) {
    case TOKEN_GOOD:
        if (transfer_sign(request->transfer, text, error))
            return true;
        break;
    case TOKEN_AWAITED:
        return false;
    case TOKEN_LOST:
        break;
    }
    request_complete(request, API_FAILED);
    return false;
}

static bool start_request(struct api *api, struct request *request, int64_t ticket,
                          struct error *error)
{
    request->ticket = ticket;
    request->tries++;
    request->state = REQUEST_IN_FLIGHT;
    api->pause.idle_since = 0;
    api->in_flight++;
    api->requests++;
    return transport_start(api->transport, request->transfer, api->options.timeout, error);
}

/* Sends a request if the pace lets it go, and else ends it or pauses. */
static bool ask_pace(struct api *api, struct request *request, int64_t now, struct error *error)
{
    int64_t clock = timestamp_now();
    struct pace_turn turn;

    if (!pace_ask(api->pace, request->endpoint, clock, &turn, error))
        return false;
    switch (turn.verdict) {
    case PACE_GO:
        return start_request(api, request, turn.ticket, error);
    case PACE_LIMITED:
        request_limit(request, turn.until);
        return true;
    case PACE_BUDGET_USED:
        request_end_budget(request, &turn);
        return true;
    case PACE_WAIT:
    case PACE_CROWDED:
    case PACE_HELD:
        break;
    }
    api->pause.until = now + (turn.until - clock);
    api->pause.reason = turn.verdict;
    if (turn.verdict == PACE_HELD)
        report_hold(api, now);
    return true;
}

bool api_send_ready(struct api *api, int64_t *wake, struct error *error)
{
    int64_t now = timestamp_monotonic();

    for (struct request *request = api->first; request; request = request->next) {
        if (request->state != REQUEST_READY || api->in_flight >= api->options.window)
            continue;
        if (request->not_before > now) {
            *wake = request->not_before < *wake ? request->not_before : *wake;
            continue;
        }
        if (api->pause.until <= now) {
            if (!sign_request(api, request, wake))
                continue;
            if (!ask_pace(api, request, now, error))
                return false;
            if (request->state != REQUEST_READY)
                continue;
        }
        if (api->pause.reason != PACE_HELD)
            report_pace(api, now);
        *wake = api->pause.until < *wake ? api->pause.until : *wake;
        return true;
    }
    return true;
}
