#include "page/edition.h"
#include "base/fold.h"
#include "base/timestamp.h"
#include "page/resources.h"
#include "page/script.h"
#include "page/unite.h"
#include "page/zone.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATIENCE_MS = 5000, MOST_SECONDS = 300, MOST_HOLDS = 2 };

struct edition {
    struct page_library *library;
    struct zone *zone;
    char *own_zone;
    struct answer_cache *answers;
    int64_t schema;     /* what page_library_schema was */
    bool has_zone;      /* the tables of the zone are made */
    uint32_t on_demand; /* those of the zone that were demanded, a bit for each */
    unsigned holds;
    bool is_closed;        /* but for those */
    int64_t session;       /* the number of the last session */
    int64_t session_until; /* the second at which what was heard in it ended */
};

/* local(time): the seconds since 1970 of the zone's clock at a time. */
static void local_function(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct edition *edition = sqlite3_user_data(context);
    int64_t time = sqlite3_value_int64(values[0]);

    (void)count;
    if (sqlite3_value_type(values[0]) == SQLITE_NULL)
        return;
    if (time > INT64_MAX / 2 || time < INT64_MIN / 2)
        time = 0;
    sqlite3_result_int64(context, time + zone_offset(edition->zone, time));
}

/* utc(day): the first second of a day, by its number since 1970, in the zone. */
static void utc_function(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct edition *edition = sqlite3_user_data(context);
    int64_t day = sqlite3_value_int64(values[0]);

    (void)count;
    if (sqlite3_value_type(values[0]) != SQLITE_NULL && day > -1000000 && day < 10000000)
        sqlite3_result_int64(context, zone_day_begins(edition->zone, day));
}

/* session(at, ms): the number of the session of a play, for plays in the order of time. A session
 * ends where nothing plays for half an hour. */
static void session_function(sqlite3_context *context, int count, sqlite3_value **values)
{
    struct edition *edition = sqlite3_user_data(context);
    int64_t at = sqlite3_value_int64(values[0]), until;

    (void)count;
    until = at > INT64_MAX / 2 ? at : at + sqlite3_value_int64(values[1]) / 1000;
    if (at > edition->session_until + 1800)
        edition->session++;
    if (until > edition->session_until)
        edition->session_until = until;
    sqlite3_result_int64(context, edition->session);
}

static bool register_functions(struct edition *edition, struct error *error)
{
    sqlite3 *connection = page_library_connection(edition->library);

    if (!fold_register(connection))
        return error_set(error, EX_OSERR, "this SQLite has no FTS5: install another one");
    if (unite_register(connection) &&
        sqlite3_create_function_v2(connection, "local", 1, SQLITE_UTF8, edition, local_function,
                                   NULL, NULL, NULL) == SQLITE_OK &&
        sqlite3_create_function_v2(connection, "utc", 1, SQLITE_UTF8, edition, utc_function, NULL,
                                   NULL, NULL) == SQLITE_OK &&
        sqlite3_create_function_v2(connection, "session", 2, SQLITE_UTF8, edition, session_function,
                                   NULL, NULL, NULL) == SQLITE_OK)
        return true;
    return error_no_memory(error);
}

/* Runs the views of a folder, in the order of their names. */
static bool run_folder(struct edition *edition, const char *folder, struct error *error)
{
    size_t length = strlen(folder);

    for (const struct resource *view = page_views; view->name; view++)
        if (strncmp(view->name, folder, length) == 0 &&
            !script_run(edition->library, view->text, NULL, NULL, NULL, error))
            return false;
    return true;
}

/* Makes the tables of on-demand/ that SQL names, or all of them if it is NULL. */
static bool make_on_demand(struct edition *edition, const char *sql, struct error *error)
{
    static const char folder[] = "on-demand/";
    uint32_t bit = 1;

    for (const struct resource *view = page_views; view->name; view++) {
        const char *name = view->name + sizeof folder - 1;
        char table[40];

        if (strncmp(view->name, folder, sizeof folder - 1) != 0)
            continue;
        (void)snprintf(table, sizeof table, "%.*s", (int)strcspn(name, "."), name);
        if (!(edition->on_demand & bit) && (!sql || strstr(sql, table))) {
            if (!script_run(edition->library, view->text, NULL, NULL, NULL, error))
                return false;
            edition->on_demand |= bit;
        }
        bit <<= 1;
    }
    return true;
}

/* Makes the view `changes` of all that was added and removed. */
static bool list_changes(struct edition *edition, struct error *error)
{
    return script_run(
        edition->library, resource_text(driver_views, "changes.sql"),
        (const struct script_parameter[]){{.name = "since", .text = "0000-01-01"}, {0}}, NULL, NULL,
        error);
}

struct edition *edition_make(const char *path, const char *zone, struct error *error)
{
    struct edition *edition = calloc(1, sizeof *edition);

    if (!edition) {
        (void)error_no_memory(error);
        return NULL;
    }
    edition->own_zone = strdup(zone);
    if (!edition->own_zone) {
        (void)error_no_memory(error);
        goto failed;
    }
    edition->library = page_library_open(path, PATIENCE_MS, error);
    if (!edition->library)
        goto failed;
    page_library_allow(edition->library, MOST_SECONDS);
    if (!register_functions(edition, error) || !page_library_begin(edition->library, error) ||
        (edition->schema = page_library_schema(edition->library, error)) < 0)
        goto failed;
    if (run_folder(edition, "edition/", error) && list_changes(edition, error) &&
        edition_use_zone(edition, zone, NULL, error)) {
        page_library_end(edition->library);
        (void)sqlite3_db_release_memory(page_library_connection(edition->library));
#ifdef __GLIBC__
        (void)malloc_trim(0);
#endif
        edition->answers = answer_cache_new();
        return edition;
    }
failed:
    edition_close(edition);
    return NULL;
}

bool edition_check(const struct edition *edition, struct error *error)
{
    int64_t schema = page_library_schema(edition->library, error);

    return schema >= 0 &&
           (schema == edition->schema ||
            error_set(error, EX_UNAVAILABLE, "the library was rewritten: try again in a moment"));
}

struct answer_cache *edition_answers(const struct edition *edition)
{
    return edition->answers;
}

struct page_library *edition_library(const struct edition *edition)
{
    return edition->library;
}

bool edition_use_zone(struct edition *edition, const char *zone, const char *sql,
                      struct error *error)
{
    struct zone *other;

    if (edition->has_zone && strcmp(zone_name(edition->zone), zone) == 0)
        return make_on_demand(edition, sql, error);
    if (edition->holds > 0)
        return error_set(error, EX_UNAVAILABLE,
                         "a long answer in another time zone is being sent: try again in a moment");
    other = zone_open(zone, error);
    if (!other)
        return false;
    zone_close(edition->zone);
    edition->zone = other;
    edition->on_demand = 0;
    edition->has_zone = run_folder(edition, "zone/", error);
    return edition->has_zone && make_on_demand(edition, sql, error);
}

const char *edition_zone(const struct edition *edition)
{
    return zone_name(edition->zone);
}

const char *edition_own_zone(const struct edition *edition)
{
    return edition->own_zone;
}

bool edition_hold(struct edition *edition, struct error *error)
{
    if (edition->holds == MOST_HOLDS)
        return error_set(error, EX_UNAVAILABLE,
                         "%d long answers are being sent already: try again in a moment",
                         MOST_HOLDS);
    edition->holds++;
    return true;
}

void edition_release(struct edition *edition)
{
    edition->holds--;
    if (edition->is_closed)
        edition_close(edition);
}

bool edition_is_held(const struct edition *edition)
{
    return edition->holds > 0;
}

void edition_close(struct edition *edition)
{
    if (!edition)
        return;
    edition->is_closed = true;
    if (edition->holds > 0)
        return;
    page_library_close(edition->library);
    zone_close(edition->zone);
    free(edition->own_zone);
    answer_cache_free(edition->answers);
    free(edition);
}
