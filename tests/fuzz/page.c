/* A fuzzer of what the page's server makes of a request, for libFuzzer: whatever the target and the
 * headers, it is admitted or refused, only this server's own host, origin and cookie are let in,
 * and parameters are found as they were sent. The input is a line each for target, host, origin,
 * type, cookie and method. */
#include "../../cmd/serve/exchange.h"
#include "../../cmd/serve/guard.h"
#include "page/page_query.h"
#include "support/check.h"
#include "json/json_string.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { FIELDS = 6 };

static const struct guard guard = {.hosts = {"127.0.0.1:1", "localhost:1"},
                                   .cookie = "spotify-sync-1=secret"};

static void ask_query(const char *target)
{
    struct error error = {0};
    struct page_query *query = page_query_parse(target, &error);
    int64_t number = 7, day = 0;
    const char *text;
    bool given;

    if (!query) {
        CHECK(error.status == EX_USAGE && *error.text);
        return;
    }
    CHECK(page_query_path(query));
    if (page_query_number(query, "limit", 0, 500, &number, &error))
        CHECK(number >= 0 && number <= 500);
    else
        CHECK(error.status == EX_USAGE);
    if (page_query_day(query, "from", &day, &given, &error) && given)
        CHECK(day >= 0 && day < 3000000);
    text = page_query_text(query, "q");
    CHECK(!text || *text);
    page_query_free(query);
}

/* What goes into an answer is JSON, and repaired text stays as it is. */
static void answer_text(const char *text, size_t length)
{
    struct buffer json = {0}, once = {0}, twice = {0};

    CHECK(json_quote(text, length, &json) && json.length >= 2);
    CHECK(!memchr(json.bytes, '\n', json.length) && !memchr(json.bytes, '\0', json.length));
    CHECK(utf8_repair(text, length, &once) &&
          utf8_repair(once.length ? once.bytes : "", once.length, &twice));
    CHECK(once.length == twice.length &&
          (once.length == 0 || memcmp(once.bytes, twice.bytes, once.length) == 0));
    buffer_free(&json);
    buffer_free(&once);
    buffer_free(&twice);
}

static void ask_guard(char *const fields[FIELDS])
{
    struct request_head head = {.method = fields[5],
                                .path = fields[0],
                                .host = fields[1],
                                .hosts = 1,
                                .origin = *fields[2] ? fields[2] : NULL,
                                .content_type = *fields[3] ? fields[3] : NULL,
                                .cookie = *fields[4] ? fields[4] : NULL};
    struct guard_refusal refusal = {0};

    if (guard_admits(&guard, &head, &refusal)) {
        CHECK(strcasecmp(head.host, guard.hosts[0]) == 0 ||
              strcasecmp(head.host, guard.hosts[1]) == 0);
        CHECK(!head.origin || strncasecmp(head.origin, "http://", 7) == 0);
        CHECK(strcmp(head.method, "POST") != 0 ||
              (head.origin && head.content_type &&
               strncasecmp(head.content_type, "application/json", 16) == 0));
    } else {
        CHECK(refusal.status >= 400 && *refusal.text);
    }
    if (guard_knows(&guard, &head))
        CHECK(head.cookie && strstr(head.cookie, guard.cookie));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + FIELDS + 1), *rest = text;
    char *fields[FIELDS];

    CHECK(text);
    memcpy(text, data, size);
    memset(text + size, '\n', FIELDS);
    text[size + FIELDS] = '\0';
    for (size_t i = 0; i < size; i++)
        if (!text[i])
            text[i] = '\1';
    for (int i = 0; i < FIELDS; i++) {
        fields[i] = rest;
        rest = strchr(rest, '\n');
        *rest++ = '\0';
    }
    ask_query(fields[0]);
    ask_guard(fields);
    answer_text((const char *)data, size);
    CHECK(!exchange_matches(NULL, "\"0\""));
    (void)exchange_matches(fields[4], "\"0\"");
    free(text);
    return 0;
}
