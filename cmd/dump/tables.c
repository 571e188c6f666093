#include "tables.h"
#include "base/buffer.h"
#include "base/output.h"
#include "base/timestamp.h"
#include "record_text.h"
#include "state/library_snapshot.h"

#include <string.h>

extern const char schema_tables_tables_sql[];

enum { NAME_COLUMN, SCHEMA_COLUMN, ROWS_COLUMN };

struct tables {
    sqlite3 *database;
    const struct tables_wanted *wanted;
    struct buffer line;
    long long version; /* 0: none */
};

static bool is_table_wanted(const struct tables_wanted *wanted, const char *name)
{
    for (size_t i = 0; i < wanted->names->count; i++)
        if (strcmp(wanted->names->texts[i], name) == 0)
            return true;
    return wanted->names->count == 0;
}

/* Prepares a SELECT, the caller's to finalize, with the parameters that it has. */
static bool prepare_tables(const struct tables *tables, const char *sql, sqlite3_stmt **select,
                           struct error *error)
{
    const struct {
        const char *name, *value;
    } parameters[] = {{"$since", tables->wanted->since},
                      {"$account_id", tables->wanted->account_id}};

    if (sqlite3_prepare_v2(tables->database, sql, -1, select, NULL) != SQLITE_OK)
        return error_set(error, EX_SOFTWARE, "schema/tables/tables.sql: %s",
                         sqlite3_errmsg(tables->database));
    for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++) {
        int index = sqlite3_bind_parameter_index(*select, parameters[i].name);
        if (index > 0 &&
            sqlite3_bind_text(*select, index, parameters[i].value, -1, SQLITE_STATIC) != SQLITE_OK)
            return library_snapshot_error(tables->database, error);
    }
    return true;
}

static bool print_table_line(struct tables *tables, bool is_made, struct error *error)
{
    return is_made ? output_line(tables->line.bytes, tables->line.length, error)
                   : error_no_memory(error);
}

/* Begins a message of a table in the line, up to its further members. */
static bool begin_message(struct tables *tables, const char *type, const char *name)
{
    tables->line.length = 0;
    return buffer_append_format(&tables->line, "{\"type\":\"%s\",\"stream\":\"%s\"", type, name) &&
           (!tables->version ||
            buffer_append_format(&tables->line, ",\"version\":%lld", tables->version));
}

/* Prints the rows of a table. */
static bool print_table_rows(struct tables *tables, const char *name, const char *sql,
                             struct error *error)
{
    sqlite3_stmt *rows = NULL;
    bool done = prepare_tables(tables, sql, &rows, error);
    int step = SQLITE_DONE;

    while (done && (step = sqlite3_step(rows)) == SQLITE_ROW) {
        const char *row = (const char *)sqlite3_column_text(rows, 0);
        size_t length = (size_t)sqlite3_column_bytes(rows, 0);
        done = row ? print_table_line(tables,
                                      begin_message(tables, "RECORD", name) &&
                                          buffer_append_string(&tables->line, ",\"record\":") &&
                                          record_text_append(&tables->line, row, length) &&
                                          buffer_append_string(&tables->line, "}"),
                                      error)
                   : library_snapshot_error(tables->database, error);
    }
    if (done && step != SQLITE_DONE)
        done = library_snapshot_error(tables->database, error);
    (void)sqlite3_finalize(rows); /* it returns what sqlite3_step returned */
    return done;
}

/* Prints the table that a SELECT stands at. */
static bool print_table(struct tables *tables, sqlite3_stmt *list, struct error *error)
{
    const char *name = (const char *)sqlite3_column_text(list, NAME_COLUMN);
    const char *schema = (const char *)sqlite3_column_text(list, SCHEMA_COLUMN);
    const char *rows = (const char *)sqlite3_column_text(list, ROWS_COLUMN);

    if (!name || !schema || !rows)
        return library_snapshot_error(tables->database, error);
    if (!is_table_wanted(tables->wanted, name))
        return true;
    return output_line(schema, strlen(schema), error) &&
           print_table_rows(tables, name, rows, error) &&
           (!tables->version || print_table_line(tables,
                                                 begin_message(tables, "ACTIVATE_VERSION", name) &&
                                                     buffer_append_string(&tables->line, "}"),
                                                 error));
}

/* Looks for the names in the list of tables. False with *error, which lists them, if one is
 * missing. */
static bool check_names(struct tables *tables, sqlite3_stmt *list, struct error *error)
{
    const struct option_texts *names = tables->wanted->names;
    struct buffer known = {0};
    size_t found = 0;
    int step;

    while ((step = sqlite3_step(list)) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(list, NAME_COLUMN);
        for (size_t i = 0; name && i < names->count; i++)
            found += strcmp(names->texts[i], name) == 0;
        (void)buffer_append_format(&known, "%s%s", known.length ? ", " : "", name ? name : "");
    }
    if (step != SQLITE_DONE || sqlite3_reset(list) != SQLITE_OK)
        (void)library_snapshot_error(tables->database, error);
    else if (found < names->count)
        (void)error_set(error, EX_USAGE, "a --stream is no table; the tables are %s",
                        buffer_string(&known) ? known.bytes : "");
    buffer_free(&known);
    return step == SQLITE_DONE && found >= names->count;
}

bool tables_print(sqlite3 *database, const struct tables_wanted *wanted, struct error *error)
{
    struct tables tables = {.database = database, .wanted = wanted};
    sqlite3_stmt *list = NULL;
    bool done = prepare_tables(&tables, schema_tables_tables_sql, &list, error) &&
                check_names(&tables, list, error);
    int step = SQLITE_DONE;

    /* a target compares versions, so that a later one is the greater */
    if (!*wanted->since && !wanted->account_id)
        tables.version = (long long)(timestamp_now() / 1000);
    while (done && (step = sqlite3_step(list)) == SQLITE_ROW)
        done = print_table(&tables, list, error);
    if (done && step != SQLITE_DONE)
        done = library_snapshot_error(database, error);
    (void)sqlite3_finalize(list); /* it returns what sqlite3_step returned */
    buffer_free(&tables.line);
    return done;
}
