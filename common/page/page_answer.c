#include "page/page_answer.h"
#include "page/page_charts.h"
#include "page/page_lists.h"
#include "page/resources.h"
#include "page/script.h"
#include "json/json_string.h"

#include <stdio.h>
#include <string.h>

enum { MOST_SECONDS_TO_ANSWER = 10 };

/* Takes the one JSON value of a view. */
static bool take_document(void *body, sqlite3_stmt *statement, struct error *error)
{
    const char *text = (const char *)sqlite3_column_text(statement, 0);

    return !text || utf8_repair(text, (size_t)sqlite3_column_bytes(statement, 0), body) ||
           error_no_memory(error);
}

/* A view of schema/page/answers/ whose parameter is an id or a search. */
static bool answer_view(struct edition *edition, const char *name, const char *id,
                        const struct page_query *query, struct buffer *body, struct error *error)
{
    int64_t offset = 0, limit = 100;
    size_t before = body->length;

    if (!page_query_number(query, "offset", 0, INT32_MAX, &offset, error) ||
        !page_query_number(query, "limit", 1, PAGE_LISTS_MOST, &limit, error) ||
        !script_run(edition_library(edition), resource_text(page_views, name),
                    (const struct script_parameter[]){{.name = "id", .text = id},
                                                      {.name = "offset", .number = offset},
                                                      {.name = "limit", .number = limit},
                                                      {0}},
                    take_document, body, error))
        return false;
    return body->length > before || error_set(error, EX_NOINPUT, "the library does not have it");
}

static bool answer_changes(struct edition *edition, const struct page_query *query,
                           struct buffer *body, struct error *error)
{
    const char *since = page_query_text(query, "since");

    return answer_view(edition, "answers/changes.sql", since ? since : "", query, body, error) ||
           (error->status == EX_NOINPUT &&
            error_set(error, EX_USAGE, "'since' takes a day such as 2026-11-23, or a time"));
}

bool page_answer_is_csv(const struct page_query *query)
{
    const char *name = page_query_below(query, "/api/charts/");
    size_t length = name ? strlen(name) : 0;

    return length > 4 && strcmp(name + length - 4, ".csv") == 0;
}

static bool dispatch(struct edition *edition, const struct page_query *query,
                     struct long_answer **long_rest, struct buffer *body, struct error *error)
{
    static const char *const things[][2] = {{"/api/artists/", "answers/artist.sql"},
                                            {"/api/albums/", "answers/album.sql"},
                                            {"/api/playlists/", "answers/playlist.sql"}};
    const char *rest;

    if ((rest = page_query_below(query, "/api/library/")))
        return page_lists_answer(edition, rest, query, body, error);
    if (strcmp(page_query_path(query), "/api/charts") == 0)
        return page_charts_list(edition, body, error);
    if ((rest = page_query_below(query, "/api/charts/")))
        return page_charts_answer(edition, rest, query, page_answer_is_csv(query), long_rest, body,
                                  error);
    if (strcmp(page_query_path(query), "/api/search") == 0) {
        const char *text = page_query_text(query, "q");

        return answer_view(edition, "answers/search.sql", text ? text : "", query, body, error);
    }
    if (strcmp(page_query_path(query), "/api/changes") == 0)
        return answer_changes(edition, query, body, error);
    for (size_t i = 0; i < sizeof things / sizeof *things; i++)
        if ((rest = page_query_below(query, things[i][0])))
            return answer_view(edition, things[i][1], rest, query, body, error);
    return error_set(error, EX_NOINPUT, "there is nothing at this address");
}

/* Answers in one state of the library, from the answers that were given in that, if it is there. */
static bool answer_in_state(struct edition *edition, const struct page_query *query,
                            struct long_answer **rest, struct buffer *body, struct error *error)
{
    const char *target = page_query_target(query);
    struct answer_cache *answers = edition_answers(edition);
    size_t before = body->length;
    int64_t state;

    if (!edition_check(edition, error))
        return false;
    state = page_library_state(edition_library(edition), error);
    if (state < 0)
        return false;
    if (page_answer_is_csv(query))
        return dispatch(edition, query, rest, body, error);
    if (answer_cache_get(answers, state, target, body))
        return true;
    if (!dispatch(edition, query, NULL, body, error) ||
        (!buffer_append(body, "\n", 1) && !error_no_memory(error)))
        return false;
    answer_cache_put(answers, state, target, body->bytes + before, body->length - before);
    return true;
}

bool page_answer(struct edition *edition, const struct page_query *query, struct long_answer **rest,
                 struct buffer *body, struct error *error)
{
    struct page_library *library = edition_library(edition);
    bool answered;

    if (rest)
        *rest = NULL;
    page_library_allow(library, MOST_SECONDS_TO_ANSWER);
    if (!page_library_begin(library, error))
        return false;
    answered = answer_in_state(edition, query, rest, body, error);
    page_library_end(library);
    return answered;
}
