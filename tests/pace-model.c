/*
 * Drives the pace against a model of the API's rolling window, on a clock of its own.
 *
 *     pace-model REQUESTS N MILLISECONDS RETRY-AFTER LATENCY-MS
 *
 * REQUESTS are sent, ten at a time, under a limit of N in any MILLISECONDS. RETRY-AFTER is what
 * each 429 says, in seconds; 0: the truth, rounded up. Two runs, the second an hour later with what
 * the first has learned; for each prints how many requests were refused, and the time taken in
 * thousandths of what the limit dictates. The database is below $XDG_STATE_HOME.
 */
#include "base/timestamp.h"
#include "limits/pace.h"

#include <stdio.h>
#include <stdlib.h>

enum { IN_FLIGHT = 10, MOST = 100000 };

struct model_request {
    int64_t ticket, arrives_at, answered_at, retry_after;
    bool busy, arrived;
};

struct model {
    int64_t limit, window, retry_after, latency;
    int64_t now, granted_at[MOST];
    int64_t granted, refused, left;
    struct model_request flights[IN_FLIGHT];
    struct pace *pace;
};

static int64_t random_latency(const struct model *model)
{
    return model->latency * (75 + random() % 50) / 100 / 2;
}

/* The API decides when the request reaches it. */
static void reach_api(struct model *model, struct model_request *flight)
{
    int64_t frees_at = 0;

    flight->arrived = true;
    flight->answered_at = flight->arrives_at + random_latency(model);
    flight->retry_after = -1;
    if (model->granted >= model->limit)
        frees_at = model->granted_at[model->granted - model->limit] + model->window;
    if (frees_at <= flight->arrives_at) {
        model->granted_at[model->granted++] = flight->arrives_at;
        return;
    }
    flight->retry_after = model->retry_after
                              ? model->retry_after * TIMESTAMP_SECOND
                              : (frees_at - flight->arrives_at + TIMESTAMP_SECOND - 1) /
                                    TIMESTAMP_SECOND * TIMESTAMP_SECOND;
}

static bool give_answer(struct model *model, struct model_request *flight, struct error *error)
{
    flight->busy = false;
    if (flight->retry_after < 0)
        return pace_answered(model->pace, flight->ticket, model->now, error);
    model->refused++;
    model->left++;
    return pace_refused(model->pace, flight->ticket, model->now, flight->retry_after, error);
}

/* Sends what may be sent; *wake is when to ask again. */
static bool send_requests(struct model *model, int64_t *wake, struct error *error)
{
    for (int i = 0; i < IN_FLIGHT && model->left > 0; i++) {
        struct model_request *flight = &model->flights[i];
        struct pace_turn turn;

        if (flight->busy)
            continue;
        if (!pace_ask(model->pace, "/me/tracks", model->now, &turn, error))
            return false;
        if (turn.verdict != PACE_GO) {
            *wake = turn.until;
            return true;
        }
        *flight = (struct model_request){
            .busy = true, .ticket = turn.ticket, .arrives_at = model->now + random_latency(model)};
        model->left--;
    }
    return true;
}

/* One event, the earliest; false when all is done, or with *error. */
static bool next_event(struct model *model, struct error *error)
{
    int64_t next = INT64_MAX;
    struct model_request *due = NULL;

    error->status = EX_OK;
    if (!send_requests(model, &next, error))
        return false;
    for (int i = 0; i < IN_FLIGHT; i++) {
        struct model_request *flight = &model->flights[i];
        int64_t at = flight->arrived ? flight->answered_at : flight->arrives_at;
        if (flight->busy && at < next) {
            next = at;
            due = flight;
        }
    }
    if (next == INT64_MAX)
        return false;
    model->now = next > model->now ? next : model->now + 1;
    if (!due)
        return true;
    if (due->arrived)
        return give_answer(model, due, error);
    reach_api(model, due);
    return true;
}

static bool run_model(struct model *model, int64_t requests, struct error *error)
{
    const struct quota_terms terms = {.budget = -1};
    int64_t dictated = (requests - 1) / model->limit * model->window + model->latency;
    int64_t started = model->now;

    model->left = requests;
    model->refused = 0;
    model->pace = pace_open("model", &terms, 60 * TIMESTAMP_SECOND, error);
    if (!model->pace)
        return false;
    while (next_event(model, error))
        continue;
    pace_close(model->pace);
    (void)printf("%lld %lld\n", (long long)model->refused,
                 (long long)((model->now - started) * 1000 / dictated));
    return error->status == EX_OK;
}

int main(int argc, char **argv)
{
    static struct model model;
    struct error error = {.status = EX_OK};
    int64_t requests;

    if (argc != 6)
        return EX_USAGE;
    requests = strtol(argv[1], NULL, 10);
    model.limit = strtol(argv[2], NULL, 10);
    model.window = strtol(argv[3], NULL, 10) * 1000;
    model.retry_after = strtol(argv[4], NULL, 10);
    model.latency = strtol(argv[5], NULL, 10) * 1000;
    model.now = timestamp_now();
    if (requests < 1 || requests > MOST / 2 || model.limit < 1)
        return EX_USAGE;
    if (run_model(&model, requests, &error)) {
        model.now += 3600 * TIMESTAMP_SECOND;
        (void)run_model(&model, requests, &error);
    }
    if (error.status != EX_OK)
        (void)fprintf(stderr, "%s\n", error.text);
    return error.status;
}
