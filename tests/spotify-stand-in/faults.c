#include "faults.h"

#include "oddities.h"
#include "query.h"

#include <stdlib.h>

#define BYTE_MS 100

const char fault_words[] = "reset truncate garbage nonsense hang slow empty redirect invalid-grant";

static bool is(const struct rule *rule, const char *word)
{
    return strcmp(rule->word, word) == 0;
}

bool fault_replaces(const struct rule *rule)
{
    struct oddities none = {0};

    return !is(rule, "truncate") && !is(rule, "slow") && !oddities_add(&none, rule);
}

/* 4..=MESSAGE, and 4..=plain, which is no JSON. */
static void answer_in_words(const struct rule *rule, unsigned status, struct answer *answer)
{
    if (strcmp(rule->value, "plain") != 0) {
        answer_error(answer, status, rule->value);
        return;
    }
    answer_reset(answer, status);
    answer->content_type = "text/plain";
    text_add(&answer->body, "Active premium subscription required for the owner of the app.\n");
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
    } else if (rule->word[0] == '4' || rule->word[0] == '5') {
        answer_status(rule, answer);
    }
}

void fault_deliver(const struct rule *rule, struct answer *answer)
{
    if (is(rule, "reset")) {
        answer->delivery = DELIVER_RESET;
    } else if (is(rule, "truncate")) {
        answer->delivery = DELIVER_HALF;
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
