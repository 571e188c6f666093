#include "report_data.h"
#include "base/timestamp.h"
#include "charts.h"
#include "display_name.h"
#include "json_lines.h"
#include "page/resources.h"
#include "page/script.h"
#include "syncs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SECONDS = 3600 };

static const struct script_parameter nothing[] = {{0}};

static const char *view_text(const char *name)
{
    return resource_text(page_views, name);
}

static bool take_year(void *context, sqlite3_stmt *statement, struct error *error)
{
    struct years *years = context;

    (void)error;
    if (years->count < MOST_YEARS)
        years->years[years->count++] = (long)sqlite3_column_int64(statement, 0);
    return true;
}

/* Prints the rows of some SQL as objects in an array. */
static bool print_list(struct edition *edition, const char *name, const char *sql,
                       struct json_lines *lines, struct error *error)
{
    return json_lines_open(lines, name, '[', error) &&
           script_run(edition_library(edition), sql, nothing, json_lines_take_row, lines, error) &&
           json_lines_close(lines, ']', error);
}

/* Prints an object whose members are the texts that a view makes. */
static bool print_members(struct edition *edition, const char *name, const char *view,
                          struct json_lines *lines, struct error *error)
{
    return json_lines_open(lines, name, '{', error) &&
           script_run(edition_library(edition), view_text(view), nothing, json_lines_take_text,
                      lines, error) &&
           json_lines_close(lines, '}', error);
}

static bool print_library(struct edition *edition, struct json_lines *lines, struct error *error)
{
    static const char *const lists[] = {"tracks", "albums",   "artists",   "playlists",
                                        "shows",  "episodes", "audiobooks"};

    page_library_allow(edition_library(edition), MOST_SECONDS); /* charts had their own */
    if (!json_lines_open(lines, "library", '{', error))
        return false;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        char sql[80];

        (void)snprintf(sql, sizeof sql, "SELECT * FROM temp.list_%s ORDER BY rowid", lists[i]);
        if (!print_list(edition, lists[i], sql, lines, error))
            return false;
    }
    return json_lines_close(lines, '}', error);
}

static bool take_owner(void *name, sqlite3_stmt *statement, struct error *error)
{
    const char *user_id = (const char *)sqlite3_column_text(statement, 0);

    (void)error;
    if (user_id)
        *(char **)name = display_name_of(user_id);
    return true;
}

static bool take_session(void *lines, sqlite3_stmt *statement, struct error *error)
{
    return json_lines_member(lines, "session", (const char *)sqlite3_column_text(statement, 0),
                             (size_t)sqlite3_column_bytes(statement, 0), error);
}

/* That of the last play; without any, this one. */
static long last_year(const struct years *years)
{
    char now[TIMESTAMP_TEXT];

    if (years->count > 0)
        return years->years[0];
    timestamp_format(timestamp_now(), now);
    return strtol(now, NULL, 10);
}

/* Prints whose library it is, and which years it has. */
static bool print_about(const struct report_data *data, const struct years *years, long year,
                        const char *name, struct json_lines *lines, struct error *error)
{
    const char *slash = strrchr(data->choice->database, '/');
    const char *file = slash ? slash + 1 : data->choice->database;
    char text[24];
    bool done;

    (void)snprintf(text, sizeof text, "%ld", year);
    done = script_run(
               edition_library(data->edition), view_text("report/session.sql"),
               (const struct script_parameter[]){{.name = "name", .text = name, .is_null = !name},
                                                 {.name = "database", .text = file},
                                                 {0}},
               take_session, lines, error) &&
           json_lines_open(lines, "about", '{', error) &&
           json_lines_text(lines, "owner", name, error) &&
           json_lines_text(lines, "year", text, error) &&
           json_lines_open(lines, "years", '[', error);
    for (size_t i = 0; done && i < years->count; i++) {
        (void)snprintf(text, sizeof text, "\"%ld\"", years->years[i]);
        done = json_lines_member(lines, NULL, text, strlen(text), error);
    }
    return done && json_lines_close(lines, ']', error) && json_lines_close(lines, '}', error);
}

static bool print_report(const struct report_data *data, const struct years *years, long year,
                         const char *name, struct json_lines *lines, struct error *error)
{
    struct page_library *library = edition_library(data->edition);

    return json_lines_open(lines, NULL, '{', error) &&
           print_about(data, years, year, name, lines, error) &&
           charts_print_list(data->edition, lines, error) &&
           charts_print_insights(data->edition, lines, error) &&
           charts_print_periods(data->edition, years, lines, error) &&
           print_library(data->edition, lines, error) &&
           print_members(data->edition, "artist_songs", "report/artist-songs.sql", lines, error) &&
           print_members(data->edition, "playlist_items", "report/playlist-items.sql", lines,
                         error) &&
           syncs_print_changes(library, year, data->choice->is_private, lines, error) &&
           syncs_print(library, lines, error) && json_lines_close(lines, '}', error);
}

bool report_data_print(void *context, struct error *error)
{
    const struct report_data *data = context;
    struct page_library *library = edition_library(data->edition);
    struct json_lines lines = {0};
    struct years years = {0};
    char *name = NULL;
    bool done;

    page_library_allow(library, MOST_SECONDS);
    done = script_run(library, view_text("report/years.sql"), nothing, take_year, &years, error) &&
           script_run(
               library,
               view_text(data->choice->is_private ? "report/private.sql" : "report/account.sql"),
               nothing, take_owner, &name, error);
    if (done)
        done =
            print_report(data, &years, data->choice->year ? data->choice->year : last_year(&years),
                         name, &lines, error);
    free(name);
    return done;
}
