#include "stand_in.h"

#include "api.h"
#include "changes.h"
#include "dice.h"
#include "faults.h"
#include "moment.h"

#include <stdlib.h>

void stand_in_init(struct stand_in *in)
{
    *in = (struct stand_in){
        .size = {.seed = 1,
                 .tracks = 1000,
                 .artists = -1,
                 .albums = -1,
                 .playlists = 10,
                 .playlist_items = 20,
                 .foreign_playlists = -1,
                 .odd_items = true},
        .removed_status = 403,
        .markets = 10,
        .user = must_copy("listener", 8),
        .redirect_to = must_copy("https://elsewhere.invalid/", 26),
        .writes = {.second_ms = 1000, .playlist_limit = 11000, .item_limit = 10000},
        .names = must_copy("both", 4),
        .episodes = must_copy("track", 5),
        .accounts = {.client_id = must_copy("test-client", 11), .token_life = 3600},
    };
}

static void answer_limited(struct answer *answer, enum verdict verdict, int64_t retry_after)
{
    if (verdict == VERDICT_RATE) {
        answer_error(answer, 429, "API rate limit exceeded");
    } else {
        answer_reset(answer, 429);
        text_add(&answer->body, "{\"error\":{\"status\":429,\"message\":\"Too many requests\","
                                "\"reason\":\"QUOTA_EXCEEDED\"}}");
    }
    answer->retry_after = retry_after;
}

static void answer_accounts(struct stand_in *in, const struct request *request,
                            struct answer *answer)
{
    if (strcmp(request->method, endpoint_method(request->endpoint)) != 0)
        answer_error(answer, 405, "Method not allowed");
    else if (request->endpoint == ENDPOINT_AUTHORIZE)
        accounts_authorize(&in->accounts, request, answer);
    else
        accounts_token(&in->accounts, request, answer, moment_monotonic_us());
}

static void answer_with(struct answer *answer, const struct text *body)
{
    answer_reset(answer, 200);
    text_bytes(&answer->body, body->bytes, body->length);
}

static void answer_api(struct stand_in *in, const struct request *request,
                       const struct oddities *oddities, struct answer *answer)
{
    const struct text *own = &in->answers[request->endpoint];
    const char *refusal =
        accounts_refusal(&in->accounts, request->authorization, moment_monotonic_us());

    if (refusal != NULL)
        answer_error(answer, 401, refusal);
    else if (request->endpoint == ENDPOINT_UNKNOWN)
        answer_error(answer, 404, "Service not found");
    else if (strcmp(request->method, endpoint_method(request->endpoint)) != 0)
        answer_error(answer, 405, "Method not allowed");
    else if (own->length > 0)
        answer_with(answer, own);
    else
        api_answer(in, request, oddities, answer);
    if (answer->status == 200 && in->edits.count > 0)
        edits_apply(&in->edits, request, &answer->body);
}

/* Changes the library as the schedule says. Returns the last change's name, or NULL. */
static const char *change_library(struct stand_in *in, const struct request *request)
{
    const char *name = NULL;
    size_t from = 0;

    for (;;) {
        const struct rule *rule =
            schedule_find(&in->changes, from, request, in->log.api_requests,
                          in->log.by_endpoint[request->endpoint], in->size.seed);
        if (rule == NULL)
            return name;
        change_by_rule(&in->library, rule->word, rule->value);
        name = rule->word;
        from = (size_t)(rule - in->changes.rules) + 1;
    }
}

/* The faults that strike a request: the one that stands in place of its answer, or else the first;
 * NULL if none does. What they change in an answer is added to the oddities. */
static const struct rule *find_faults(struct stand_in *in, const struct request *request,
                                      struct oddities *oddities)
{
    const struct rule *first = NULL;
    size_t from = 0;

    oddities_init(oddities);
    for (;;) {
        const struct rule *rule =
            schedule_find(&in->faults, from, request, in->log.api_requests,
                          in->log.by_endpoint[request->endpoint], in->size.seed + 1);
        if (rule == NULL || (fault_replaces(rule) && fault_concerns(rule, request)))
            return rule != NULL ? rule : first;
        (void)oddities_add(oddities, rule);
        if (first == NULL && fault_concerns(rule, request))
            first = rule;
        from = (size_t)(rule - in->faults.rules) + 1;
    }
}

int64_t stand_in_answer(struct stand_in *in, struct request *request, struct answer *answer)
{
    enum endpoint endpoint = request->endpoint;
    int64_t at_us = moment_now_us();
    int64_t retry_after = -1;
    struct oddities oddities;

    request_log_count(&in->log, endpoint);
    const char *change = change_library(in, request);
    const struct rule *fault = find_faults(in, request, &oddities);
    oddities_roll(&oddities, request, in->size.seed, &in->dice);
    enum verdict verdict = limits_judge(&in->limits, endpoint, moment_monotonic_us(), &retry_after);

    if (fault != NULL && fault_replaces(fault))
        fault_answer(fault, in->redirect_to, answer);
    else if (verdict != VERDICT_PASS)
        answer_limited(answer, verdict, retry_after);
    else if (endpoint_is_api(endpoint))
        answer_api(in, request, &oddities, answer);
    else
        answer_accounts(in, request, answer);
    if (fault != NULL)
        fault_deliver(fault, answer);

    bool silent = answer->delivery == DELIVER_RESET || answer->delivery == DELIVER_CLOSED ||
                  answer->delivery == DELIVER_NEVER;
    request_log_write(&in->log, request, silent ? 0 : answer->status,
                      fault != NULL ? fault->word : NULL, change, at_us);
    int64_t jitter_us = in->jitter_ms * 1000;
    return in->latency_ms * 1000 +
           (jitter_us > 0 ? (int64_t)dice_below(&in->dice, (uint64_t)jitter_us + 1) : 0);
}

void stand_in_free(struct stand_in *in)
{
    for (size_t i = 0; i < in->recorded_count; i++)
        free(in->recorded[i]);
    free(in->recorded);
    free(in->user);
    free(in->account_id);
    free(in->redirect_to);
    free(in->next_url);
    free(in->names);
    free(in->episodes);
    for (int i = 0; i < ENDPOINT_COUNT; i++)
        text_free(&in->answers[i]);
    accounts_free(&in->accounts);
    limits_free(&in->limits);
    schedule_free(&in->faults);
    edits_free(&in->edits);
    schedule_free(&in->changes);
    library_free(&in->library);
    writes_free(&in->writes);
    request_log_free(&in->log);
}
