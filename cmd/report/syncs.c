#include "syncs.h"
#include "base/buffer.h"
#include "page/resources.h"
#include "page/script.h"

#include <stdio.h>

static const struct script_parameter as_json[] = {
    {.name = "json", .text = "1"}, {.name = "running", .text = "0"}, {0}};

/* Appends the first column, a piece of JSON. */
static bool take_piece(void *piece, sqlite3_stmt *statement, struct error *error)
{
    const char *text = (const char *)sqlite3_column_text(statement, 0);

    return !text || buffer_append_string(piece, text) || error_no_memory(error);
}

/* Prints what a file of the driver's prints as JSON. */
static bool print_view(struct page_library *library, const char *name, const char *file,
                       const char *nothing, struct json_lines *lines, struct error *error)
{
    struct buffer json = {0};
    bool done =
        script_run(library, resource_text(driver_views, file), as_json, take_piece, &json, error) &&
        (json.length > 0 || buffer_append_string(&json, nothing) || error_no_memory(error)) &&
        json_lines_member(lines, name, json.bytes, json.length, error);

    buffer_free(&json);
    return done;
}

bool syncs_print(struct page_library *library, struct json_lines *lines, struct error *error)
{
    return script_run(library, resource_text(driver_views, "phases.sql"), NULL, NULL, NULL,
                      error) &&
           print_view(library, "status", "status.sql", "null", lines, error) &&
           print_view(library, "history", "history.sql", "[]", lines, error);
}

bool syncs_print_changes(struct page_library *library, long year, bool is_private,
                         struct json_lines *lines, struct error *error)
{
    char since[32], until[32];

    (void)snprintf(since, sizeof since, "%04ld-01-01", year);
    (void)snprintf(until, sizeof until, "%04ld-01-01", year + 1);
    return json_lines_open(lines, "changes", '[', error) &&
           script_run(library, resource_text(page_views, "report/changes.sql"),
                      (const struct script_parameter[]){{.name = "private", .number = is_private},
                                                        {.name = "since", .text = since},
                                                        {.name = "until", .text = until},
                                                        {0}},
                      json_lines_take_row, lines, error) &&
           json_lines_close(lines, ']', error);
}
