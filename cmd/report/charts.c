#include "charts.h"
#include "page/page_answer.h"
#include "page/resources.h"

#include <stdio.h>
#include <string.h>

enum { MOST_ROWS = 1000, ALL_ROWS = 10000 };

/* Prints the answer to a target such as "/api/charts" as a member. */
static bool print_answer_to(struct edition *edition, const char *name, const char *target,
                            struct json_lines *lines, struct error *error)
{
    struct page_query *query = page_query_parse(target, error);
    struct buffer body = {0};
    bool done = query && page_answer(edition, query, NULL, &body, error) &&
                json_lines_member(lines, name, body.bytes, body.length, error);

    page_query_free(query);
    buffer_free(&body);
    return done;
}

/* Whether a chart is of a group, which its first line names. */
static bool is_chart_of(const struct resource *view, const char *group)
{
    return strncmp(view->name, "charts/", 7) == 0 && strlen(view->text) > 3 &&
           strncmp(view->text + 3, group, strlen(group)) == 0;
}

static bool print_chart(struct edition *edition, const struct resource *view, const char *period,
                        const char *by, struct json_lines *lines, struct error *error)
{
    /* A calendar is drawn whole; of lists the first rows are shown. */
    int limit = strstr(view->name, "calendar") ? ALL_ROWS : MOST_ROWS;
    int length = (int)(strlen(view->name) - strlen("charts/.sql"));
    const char *chart = view->name + strlen("charts/");
    char name[80], target[200];

    (void)snprintf(name, sizeof name, "%.*s%s%s", length, chart, *by ? "?by=" : "", by);
    (void)snprintf(target, sizeof target, "/api/charts/%.*s?limit=%d%s%s%s", length, chart, limit,
                   period, *by ? "&by=" : "", by);
    return print_answer_to(edition, name, target, lines, error);
}

/* Prints the charts of a group as members of an object. `period` is what a target says of it. */
static bool print_charts(struct edition *edition, const char *name, const char *group,
                         const char *period, struct json_lines *lines, struct error *error)
{
    if (!json_lines_open(lines, name, '{', error))
        return false;
    for (const struct resource *view = page_views; view->name; view++) {
        bool has_orders = strstr(view->text, ":by") != NULL;

        if (is_chart_of(view, group) &&
            (!print_chart(edition, view, period, has_orders ? "plays" : "", lines, error) ||
             (has_orders && !print_chart(edition, view, period, "time", lines, error))))
            return false;
    }
    return json_lines_close(lines, '}', error);
}

bool charts_print_periods(struct edition *edition, const struct years *years,
                          struct json_lines *lines, struct error *error)
{
    if (!json_lines_open(lines, "periods", '{', error) ||
        !print_charts(edition, "all", "listening", "", lines, error))
        return false;
    for (size_t i = 0; i < years->count; i++) {
        char name[24], period[80];

        (void)snprintf(name, sizeof name, "%ld", years->years[i]);
        (void)snprintf(period, sizeof period, "&from=%s-01-01&to=%s-12-31", name, name);
        if (!print_charts(edition, name, "listening", period, lines, error))
            return false;
    }
    return json_lines_close(lines, '}', error);
}

bool charts_print_list(struct edition *edition, struct json_lines *lines, struct error *error)
{
    return print_answer_to(edition, "charts", "/api/charts", lines, error);
}

bool charts_print_insights(struct edition *edition, struct json_lines *lines, struct error *error)
{
    return print_charts(edition, "insights", "insights", "", lines, error);
}
