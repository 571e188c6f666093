#include "page/page_lists.h"
#include "page/rows.h"
#include "page/script.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST_WORD = 40 };

struct row_list {
    struct buffer *body;
    const char *separator;
};

/* Names of tables and columns come from requests: only letters and _ may be part of SQL. */
static bool is_word(const char *text)
{
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz_");

    return length > 0 && length <= LONGEST_WORD && !text[length];
}

static bool has_column(struct edition *edition, const char *table, const char *column)
{
    return sqlite3_table_column_metadata(page_library_connection(edition_library(edition)), "temp",
                                         table, column, NULL, NULL, NULL, NULL, NULL) == SQLITE_OK;
}

/* Appends ORDER BY with its column; the rows of the table are in the order of the list. */
static bool append_order(struct edition *edition, const char *table, const char *sort,
                         struct buffer *sql, struct error *error)
{
    bool descends = sort && *sort == '-';
    const char *column = descends ? sort + 1 : sort;
    char key[LONGEST_WORD + 5];

    if (!sort)
        return buffer_append_string(sql, " ORDER BY rowid") || error_no_memory(error);
    if (!is_word(column) || !has_column(edition, table, column))
        return error_set(error, EX_USAGE, "this list has no column '%.40s' to sort by", column);
    (void)snprintf(key, sizeof key, "%s_key", column);
    return buffer_append_format(sql, " ORDER BY %s%s, rowid%s",
                                has_column(edition, table, key) ? key : column,
                                descends ? " DESC" : "", descends ? " DESC" : "") ||
           error_no_memory(error);
}

static bool take_object(void *context, sqlite3_stmt *statement, struct error *error)
{
    struct row_list *list = context;
    bool done =
        buffer_append_string(list->body, list->separator) && rows_object(list->body, statement);

    list->separator = ",";
    return done || error_no_memory(error);
}

static bool take_total(void *total, sqlite3_stmt *statement, struct error *error)
{
    (void)error;
    *(int64_t *)total = sqlite3_column_int64(statement, 0);
    return true;
}

/* The end of a query for what was searched, of the table `list_NAME`. */
static bool append_search(const char *name, const char *search, struct buffer *sql)
{
    return !search || buffer_append_format(sql,
                                           " WHERE rowid IN (SELECT rowid FROM temp.found_%s WHERE "
                                           "found_%s MATCH query(:q))",
                                           name, name);
}

static bool run_list(struct edition *edition, const char *name, const struct page_query *query,
                     const struct script_parameter *parameters, struct buffer *body,
                     struct error *error)
{
    const char *search = page_query_text(query, "q"), *sort = page_query_text(query, "sort");
    /* Rows are numbered from 1 in the order of the list, so that none need be counted. */
    bool is_plain = !search && !sort;
    struct page_library *library = edition_library(edition);
    struct row_list list = {.body = body, .separator = ""};
    struct buffer sql = {0};
    char table[LONGEST_WORD + 6];
    int64_t total = 0;
    bool done = false;

    (void)snprintf(table, sizeof table, "list_%s", name);
    if (!buffer_append_format(&sql, "SELECT count(*) FROM temp.%s", table) ||
        !append_search(name, search, &sql)) {
        (void)error_no_memory(error);
        goto out;
    }
    if (!script_run(library, sql.bytes, parameters, take_total, &total, error))
        goto out;
    sql.length = 0;
    if (!buffer_append_format(body, "{\"total\":%lld,\"offset\":%lld,\"items\":[", (long long)total,
                              (long long)parameters[1].number) ||
        /* The rows that are not shown are not read. */
        !buffer_append_format(&sql,
                              "SELECT item.* FROM (SELECT rowid AS place, row_number() OVER () AS "
                              "shown FROM (SELECT rowid FROM temp.%s",
                              table) ||
        !append_search(name, search, &sql) ||
        (is_plain && !buffer_append_string(&sql, " WHERE rowid > :offset"))) {
        (void)error_no_memory(error);
        goto out;
    }
    if (!append_order(edition, table, sort, &sql, error))
        goto out;
    if (!buffer_append_format(&sql,
                              " LIMIT :limit OFFSET %s)) CROSS JOIN temp.%s AS item ON "
                              "item.rowid = place ORDER BY shown",
                              is_plain ? "0" : ":offset", table)) {
        (void)error_no_memory(error);
        goto out;
    }
    done = script_run(library, sql.bytes, parameters, take_object, &list, error) &&
           (buffer_append_string(body, "]}") || error_no_memory(error));
out:
    buffer_free(&sql);
    return done;
}

bool page_lists_answer(struct edition *edition, const char *name, const struct page_query *query,
                       struct buffer *body, struct error *error)
{
    char table[LONGEST_WORD + 6];
    int64_t offset = 0, limit = 100;

    (void)snprintf(table, sizeof table, "list_%.40s", name);
    if (!is_word(name) || !has_column(edition, table, "name"))
        return error_set(error, EX_NOINPUT, "there is no list of this name");
    if (!page_query_number(query, "offset", 0, INT32_MAX, &offset, error) ||
        !page_query_number(query, "limit", 0, PAGE_LISTS_MOST, &limit, error))
        return false;
    return run_list(
        edition, name, query,
        (const struct script_parameter[]){{.name = "limit", .number = limit},
                                          {.name = "offset", .number = offset},
                                          {.name = "q", .text = page_query_text(query, "q")},
                                          {0}},
        body, error);
}
