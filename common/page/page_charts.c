#include "page/page_charts.h"
#include "page/resources.h"
#include "page/rows.h"
#include "page/script.h"
#include "json/json_string.h"

#include <stdio.h>
#include <string.h>

enum { MOST_ROWS = 10000, ALL_ROWS = 1000000, LONGEST_NAME_OF_CHART = 40, MOST_AT_ONCE = 64 << 10 };

static const char folder[] = "charts/";

struct chart_rows {
    struct buffer *body;
    const char *separator;
    bool is_csv;
    int64_t limit;
};

/* The first and the last day of the period, as texts. */
struct chart_period {
    char first[16], last[16];
};

/* Appends "group" and "title" of a chart, from its first line. */
static bool append_heading(struct buffer *body, const char *sql)
{
    const char *group = sql + 3;
    size_t group_length = strcspn(group, ":");
    const char *title = group + group_length + 2;

    return buffer_append_string(body, "\"title\":") &&
           json_quote(title, strcspn(title, "\n"), body) &&
           buffer_append_string(body, ",\"group\":") && json_quote(group, group_length, body);
}

/* Appends the members of a row to an object that has some, and closes it. */
static bool take_description(void *body, sqlite3_stmt *statement, struct error *error)
{
    struct buffer members = {0};
    bool done = rows_object(&members, statement) && buffer_append(body, ",", 1) &&
                buffer_append(body, members.bytes + 1, members.length - 1);

    buffer_free(&members);
    return done || error_no_memory(error);
}

/* Appends the columns with their titles and types: {"name":"plays","title":"Plays","type":"number"}
 */
static bool append_columns(struct edition *edition, sqlite3_stmt *statement, struct buffer *body,
                           struct error *error)
{
    const char *dictionary = resource_text(page_views, "columns.sql");

    if (!buffer_append_string(body, ",\"columns\":["))
        return error_no_memory(error);
    for (int i = 0; i < sqlite3_column_count(statement); i++) {
        const char *name = sqlite3_column_name(statement, i);
        size_t before;

        if (!name || (i > 0 && !buffer_append(body, ",", 1)) ||
            !buffer_append_format(body, "{\"name\":\"%s\"", name))
            return error_no_memory(error);
        before = body->length;
        if (!script_run(edition_library(edition), dictionary,
                        (const struct script_parameter[]){{.name = "name", .text = name}, {0}},
                        take_description, body, error))
            return false;
        if (body->length == before &&
            !buffer_append_format(body, ",\"title\":\"%s\",\"type\":\"text\"}", name))
            return error_no_memory(error);
    }
    return buffer_append(body, "]", 1) || error_no_memory(error);
}

bool page_charts_list(struct edition *edition, struct buffer *body, struct error *error)
{
    const char *separator = "{\"charts\":[";

    for (const struct resource *view = page_views; view->name; view++) {
        sqlite3_stmt *statement;
        const char *rest;
        bool done;

        if (strncmp(view->name, folder, sizeof folder - 1) != 0)
            continue;
        if (!script_prepare(edition_library(edition), view->text, NULL, &statement, &rest, error))
            return false;
        done = (buffer_append_format(body, "%s{\"name\":\"%.*s\",", separator,
                                     (int)(strlen(view->name) - sizeof folder - 3),
                                     view->name + sizeof folder - 1) &&
                append_heading(body, view->text)) ||
               error_no_memory(error);
        done = done && append_columns(edition, statement, body, error) &&
               (buffer_append(body, "}", 1) || error_no_memory(error));
        (void)sqlite3_finalize(statement);
        if (!done)
            return false;
        separator = ",";
    }
    return buffer_append_string(body, "]}") || error_no_memory(error);
}

static bool take_period(void *context, sqlite3_stmt *statement, struct error *error)
{
    struct chart_period *period = context;
    const char *first = (const char *)sqlite3_column_text(statement, 0);
    const char *last = (const char *)sqlite3_column_text(statement, 1);

    (void)error;
    (void)snprintf(period->first, sizeof period->first, "%s", first ? first : "");
    (void)snprintf(period->last, sizeof period->last, "%s", last ? last : "");
    return true;
}

/* Sets the zone and the period that a request names for a chart. */
static bool set_period(struct edition *edition, const struct page_query *query, const char *sql,
                       struct chart_period *period, struct error *error)
{
    const char *zone = page_query_text(query, "zone");
    int64_t from = 0, to = 0;
    bool has_from, has_to;

    if (!page_query_day(query, "from", &from, &has_from, error) ||
        !page_query_day(query, "to", &to, &has_to, error))
        return false;
    if (has_from && has_to && from > to)
        return error_set(error, EX_USAGE, "'from' is a day after 'to'");
    return edition_use_zone(edition, zone ? zone : edition_own_zone(edition), sql, error) &&
           script_run(edition_library(edition), resource_text(page_views, "period.sql"),
                      (const struct script_parameter[]){
                          {.name = "from", .number = from, .is_null = !has_from},
                          {.name = "to", .number = to, .is_null = !has_to},
                          {.name = "held", .number = edition_is_held(edition)},
                          {0}},
                      take_period, period, error);
}

static bool append_chart_row(struct chart_rows *rows, sqlite3_stmt *statement)
{
    if (rows->is_csv)
        return rows_csv(rows->body, statement);
    if (!buffer_append_string(rows->body, rows->separator) || !rows_object(rows->body, statement))
        return false;
    rows->separator = ",";
    return true;
}

/* Appends rows until there are no more, or, if *is_long is true, a part of a long answer is made.
 * Sets *is_long to whether that is so. */
static bool step_rows(struct edition *edition, sqlite3_stmt *statement, struct chart_rows *rows,
                      bool *is_long, struct error *error)
{
    int result = SQLITE_DONE;

    while (rows->limit > 0 && (!*is_long || rows->body->length < MOST_AT_ONCE) &&
           (result = sqlite3_step(statement)) == SQLITE_ROW) {
        rows->limit--;
        if (!append_chart_row(rows, statement))
            return error_no_memory(error);
    }
    *is_long = *is_long && rows->limit > 0 && result == SQLITE_ROW;
    return result == SQLITE_DONE || result == SQLITE_ROW ||
           page_library_failed(edition_library(edition), error);
}

/* Appends the rows as CSV, or takes the statement and makes *rest of them. */
static bool append_csv(struct edition *edition, sqlite3_stmt **statement, struct chart_rows *rows,
                       struct long_answer **rest, struct error *error)
{
    bool is_long = rest != NULL;

    if (!rows_csv_header(rows->body, *statement))
        return error_no_memory(error);
    if (!step_rows(edition, *statement, rows, &is_long, error))
        return false;
    if (!rest || !is_long)
        return true;
    *rest = long_answer_new(edition, *statement, rows->limit, rows->body, error);
    *statement = NULL;
    return *rest != NULL;
}

static bool append_chart(struct edition *edition, const char *name, sqlite3_stmt *statement,
                         const char *sql, const struct chart_period *period,
                         struct chart_rows *rows, struct error *error)
{
    struct buffer *body = rows->body;
    bool is_long = false;

    if (!buffer_append_format(body, "{\"name\":\"%s\",", name) || !append_heading(body, sql) ||
        !buffer_append_format(body, *period->first ? ",\"from\":\"%s\"" : ",\"from\":null",
                              period->first) ||
        !buffer_append_format(body, *period->last ? ",\"to\":\"%s\"" : ",\"to\":null",
                              period->last) ||
        !buffer_append_format(body, ",\"zone\":\"%s\"", edition_zone(edition)))
        return error_no_memory(error);
    return append_columns(edition, statement, body, error) &&
           (buffer_append_string(body, ",\"rows\":[") || error_no_memory(error)) &&
           step_rows(edition, statement, rows, &is_long, error) &&
           (buffer_append_string(body, "]}") || error_no_memory(error));
}

bool page_charts_answer(struct edition *edition, const char *name, const struct page_query *query,
                        bool is_csv, struct long_answer **long_rest, struct buffer *body,
                        struct error *error)
{
    const char *by = page_query_text(query, "by"), *sql, *rest;
    char plain[LONGEST_NAME_OF_CHART + 1], file[LONGEST_NAME_OF_CHART + 16];
    struct chart_period period = {0};
    struct chart_rows rows = {.body = body, .separator = "", .is_csv = is_csv};
    int64_t limit = 0;
    bool is_all = is_csv && !page_query_text(query, "limit"); /* a file to keep has all rows */
    sqlite3_stmt *statement;
    bool done;

    (void)snprintf(plain, sizeof plain, "%.*s", (int)(strlen(name) - (is_csv ? strlen(".csv") : 0)),
                   name);
    (void)snprintf(file, sizeof file, "%s%s.sql", folder, plain);
    sql = resource_text(page_views, file);
    if (!sql)
        return error_set(error, EX_NOINPUT, "there is no chart of this name");
    if (by && strcmp(by, "plays") != 0 && strcmp(by, "time") != 0)
        return error_set(error, EX_USAGE, "'by' is plays or time");
    if (!page_query_number(query, "limit", 1, MOST_ROWS, &limit, error) ||
        !set_period(edition, query, sql, &period, error) ||
        !script_prepare(edition_library(edition), sql,
                        (const struct script_parameter[]){{.name = "by", .text = by ? by : "plays"},
                                                          {.name = "limit",
                                                           .number = is_all ? ALL_ROWS : limit,
                                                           .is_null = !is_all && limit == 0},
                                                          {0}},
                        &statement, &rest, error))
        return false;
    rows.limit = is_all ? ALL_ROWS : limit ? limit : MOST_ROWS;
    done = is_csv ? append_csv(edition, &statement, &rows, long_rest, error)
                  : append_chart(edition, plain, statement, sql, &period, &rows, error);
    (void)sqlite3_finalize(statement);
    return done;
}
