#include "faults.h"

#include "oddities.h"
#include "query.h"

#include <stdlib.h>

#define BYTE_MS 100

const char fault_words[] =
    "reset truncate garbage nonsense hang slow empty redirect invalid-grant done dead";

static bool is(const struct rule *rule, const char *word)
{
    return strcmp(rule->word, word) == 0;
}

bool fault_concerns(const struct rule *rule, const struct request *request)
{
    return strcmp(request->method, "GET") != 0 || !(is(rule, "done") || is(rule, "dead"));
}

bool fault_replaces(const struct rule *rule)
{
    struct oddities none = {0};

    return !is(rule, "truncate") && !is(rule, "slow") && !is(rule, "done") &&
           !oddities_add(&none, rule);
}

/* 4..=MESSAGE, 4..=plain, which is no JSON, and 4..=bare, which says nothing. */
static void answer_in_words(const struct rule *rule, unsigned status, struct answer *answer)
{
    if (strcmp(rule->value, "plain") != 0 && strcmp(rule->value, "bare") != 0) {
        answer_error(answer, status, rule->value);
        return;
    }
    answer_reset(answer, status);
    answer->content_type = "text/plain";
    if (strcmp(rule->value, "bare") != 0)
        text_add(&answer->body, "Active premium subscription required for the owner of the app.\n");
}

/* An id that makes the whole request fail: dead, which is a 400, or dead=STATUS. */
static void answer_dead(const struct rule *rule, struct answer *answer)
{
    int64_t status = 400;

    (void)query_number(rule->value, &status);
    answer_error(answer, (unsigned)status,
                 status < 500 ? "Payload contains a non-existing ID" : "Server error.");
}

/* 429=SECONDS and 503=SECONDS tell the Retry-After, 429=none leaves it out. */
static void answer_status(const struct rule *rule, struct answer *answer)
{
    unsigned status = (unsigned)strtoul(rule->word, NULL, 10);
    int64_t seconds = status == 429 ? 1 : -1;

    if (status != 429 && status < 500 && rule->value[0] != '\0') {
        answer_in_words(rule, status, answer);
        return;
    }
    switch (status) {
    case 401:
        answer_error(answer, status, "The access token expired");
        break;
    case 403:
        answer_error(answer, status, "User not registered in the Developer Dashboard");
        break;
    case 404:
        answer_error(answer, status, "Resource not found");
        break;
    case 429:
        answer_error(answer, status, "API rate limit exceeded");
        break;
    case 500:
        answer_error(answer, status, "Server error.");
        break;
    case 502:
    case 503:
    case 504:
        /* These come from a proxy, which knows no JSON. */
        answer_reset(answer, status);
        answer->content_type = "text/plain";
        text_add(&answer->body, "upstream connect error or disconnect/reset before headers");
        break;
    default:
        answer_error(answer, status, "An error on purpose");
    }
    if (strcmp(rule->value, "none") == 0)
        seconds = -1;
    else if (rule->value[0] != '\0')
        (void)query_number(rule->value, &seconds);
    answer->retry_after = seconds;
}

void fault_answer(const struct rule *rule, const char *redirect_to, struct answer *answer)
{
    answer_reset(answer, 200);
    if (is(rule, "garbage")) {
        text_add(&answer->body, "<html><body>\xff\xfe Oops {\"items\":[{\"track\":");
    } else if (is(rule, "nonsense")) {
        text_add(&answer->body,
                 "{\"items\":{\"surprise\":[1,2,3]},\"artists\":17,\"albums\":\"no\","
                 "\"total\":\"many\",\"id\":[],\"next\":{}}");
    } else if (is(rule, "redirect")) {
        answer->status = 302;
        text_add(&answer->location, redirect_to);
    } else if (is(rule, "invalid-grant")) {
        answer_reset(answer, 400);
        text_add(&answer->body, "{\"error\":\"invalid_grant\"}");
    } else if (is(rule, "dead")) {
        answer_dead(rule, answer);
    } else if (rule->word[0] == '4' || rule->word[0] == '5') {
        answer_status(rule, answer);
    }
}

/* What was asked for is done, and the answer gets lost: done=STATUS, done=reset,
 * done=close, done=hang. */
static void deliver_done(const struct rule *rule, struct answer *answer)
{
    int64_t status = 502;

    if (strcmp(rule->value, "reset") == 0)
        answer->delivery = DELIVER_RESET;
    else if (strcmp(rule->value, "close") == 0)
        answer->delivery = DELIVER_CLOSED;
    else if (strcmp(rule->value, "hang") == 0)
        answer->delivery = DELIVER_NEVER;
    else if (rule->value[0] == '\0' || query_number(rule->value, &status))
        answer_error(answer, (unsigned)status, "Server error.");
}

void fault_deliver(const struct rule *rule, struct answer *answer)
{
    if (is(rule, "reset")) {
        answer->delivery = DELIVER_RESET;
    } else if (is(rule, "truncate")) {
        answer->delivery = DELIVER_HALF;
    } else if (is(rule, "done")) {
        deliver_done(rule, answer);
    } else if (is(rule, "hang")) {
        answer->delivery = DELIVER_NEVER;
    } else if (is(rule, "slow")) {
        int64_t milliseconds = BYTE_MS;
        if (rule->value[0] != '\0')
            (void)query_number(rule->value, &milliseconds);
        answer->delivery = DELIVER_SLOWLY;
        answer->byte_us = milliseconds * 1000;
    }
}
