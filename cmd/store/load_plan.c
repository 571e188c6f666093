#include "load_plan.h"
#include "library.h"
#include "singer/streams.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The number of a table, which may be new; 0 if there are too many. */
static uint8_t table_number(struct load_plan *plan, const char *name)
{
    uint8_t i;

    for (i = 1; i <= plan->table_count; i++)
        if (strcmp(plan->tables[i].name, name) == 0)
            return i;
    if (plan->table_count == UINT8_MAX)
        return 0;
    plan->table_count++;
    memcpy(plan->tables[i].name, name, sizeof plan->tables[i].name);
    return i;
}

/* The table that a statement makes rows of; NULL with *error if there is none. */
static struct repeated_table *table_of(struct load_plan *plan, sqlite3_stmt *sql, uint8_t *number,
                                       struct error *error)
{
    char name[TABLE_NAME_SIZE] = "";

    *number = statement_table(sql, name) ? table_number(plan, name) : 0;
    if (*number > 0)
        return &plan->tables[*number];
    (void)error_set(error, EX_SOFTWARE, "$key, $row and $again need an INSERT or UPDATE");
    return NULL;
}

static bool add_statement(struct load_plan *plan, struct stream_load *load, sqlite3_stmt *sql,
                          const struct stream_fields *fields, struct error *error)
{
    struct statement *statements =
        realloc(load->statements, (load->count + 1) * sizeof *load->statements);
    struct statement *statement;

    if (!statements) {
        (void)sqlite3_finalize(sql); /* it has not run */
        return error_no_memory(error);
    }
    load->statements = statements;
    statement = &statements[load->count++];
    return statement_prepare(statement, sql, fields, error) &&
           (!statement->is_cached || table_of(plan, sql, &statement->table, error));
}

/* Keeps a table's $again statement; several streams may have it. */
static bool add_again(struct load_plan *plan, sqlite3_stmt *sql, struct error *error)
{
    uint8_t number;
    struct repeated_table *table = table_of(plan, sql, &number, error);

    if (!table || table->again) {
        (void)sqlite3_finalize(sql); /* it has not run */
        return table != NULL;
    }
    table->again = sql;
    table->key = sqlite3_bind_parameter_index(sql, "$again");
    table->rowid = sqlite3_bind_parameter_index(sql, "$again_rowid");
    table->time = sqlite3_bind_parameter_index(sql, "$time_extracted");
    return true;
}

/* Whether each table that the stream has a $key of has its $again. */
static bool has_all_again(const struct load_plan *plan, const struct stream_load *load,
                          struct error *error)
{
    for (size_t i = 0; i < load->count; i++) {
        const struct repeated_table *table = &plan->tables[load->statements[i].table];
        if (load->statements[i].content != STATEMENT_NONE && !table->again)
            return error_set(error, EX_SOFTWARE, "%s has a $key and no $again", table->name);
    }
    return true;
}

static bool prepare_stream(struct load_plan *plan, int stream, struct error *error)
{
    const struct stream_fields *fields = parser_fields(plan->parser, stream);
    struct stream_load *load = &plan->streams[stream];
    const char *sql = streams[stream].load;
    struct error reason;

    while (*sql) {
        sqlite3_stmt *statement;
        if (sqlite3_prepare_v3(plan->database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement,
                               &sql) != SQLITE_OK) {
            (void)error_set(&reason, EX_SOFTWARE, "%s", sqlite3_errmsg(plan->database));
            goto failed;
        }
        if (!statement)
            continue;
        if (sqlite3_bind_parameter_index(statement, "$again") > 0
                ? !add_again(plan, statement, &reason)
                : !add_statement(plan, load, statement, fields, &reason))
            goto failed;
    }
    if (has_all_again(plan, load, &reason))
        return true;
failed:
    return error_set(error, reason.status, "schema/load/%s.sql: %s", streams[stream].name,
                     reason.text);
}

const struct stream_load *load_plan_stream(struct load_plan *plan, int stream, struct error *error)
{
    struct stream_load *load = &plan->streams[stream];

    load->is_prepared = load->is_prepared || prepare_stream(plan, stream, error);
    return load->is_prepared ? load : NULL;
}

/* Has the parser distrust the streams that insert into a table. */
static void distrust_table(const char *table, struct parser *parser)
{
    char insert[2 * TABLE_NAME_SIZE];

    (void)snprintf(insert, sizeof insert, "INSERT INTO %s ", table);
    for (int i = 0; streams[i].name; i++)
        if (strstr(streams[i].load, insert))
            parser_distrust(parser, i);
}

static bool distrust_constrained_tables(sqlite3 *database, struct parser *parser,
                                        struct error *error)
{
    static const char select[] =
        "SELECT tbl_name FROM sqlite_schema"
        " WHERE type = 'trigger' OR type = 'index' AND sql LIKE 'CREATE UNIQUE%'";
    sqlite3_stmt *tables = NULL;
    int result = sqlite3_prepare_v2(database, select, -1, &tables, NULL);

    while (result == SQLITE_OK && (result = sqlite3_step(tables)) == SQLITE_ROW) {
        const char *table = (const char *)sqlite3_column_text(tables, 0);
        result = table ? SQLITE_OK : SQLITE_NOMEM;
        if (table)
            distrust_table(table, parser);
    }
    if (result != SQLITE_DONE)
        (void)library_error(database, error);
    (void)sqlite3_finalize(tables); /* it returns what sqlite3_step returned */
    return result == SQLITE_DONE;
}

struct load_plan *load_plan_new(sqlite3 *database, struct parser *parser, struct error *error)
{
    struct load_plan *plan = calloc(1, sizeof *plan);

    if (!plan)
        goto no_memory;
    plan->database = database;
    plan->parser = parser;
    while (streams[plan->stream_count].name)
        plan->stream_count++;
    plan->streams = calloc(plan->stream_count, sizeof *plan->streams);
    if (!plan->streams)
        goto no_memory;
    if (distrust_constrained_tables(database, parser, error))
        return plan;
    goto failed;
no_memory:
    (void)error_no_memory(error);
failed:
    load_plan_free(plan);
    return NULL;
}

void load_plan_free(struct load_plan *plan)
{
    if (!plan)
        return;
    for (size_t i = 0; plan->streams && i < plan->stream_count; i++) {
        for (size_t j = 0; j < plan->streams[i].count; j++)
            statement_free(&plan->streams[i].statements[j]);
        free(plan->streams[i].statements);
    }
    for (int i = 1; i <= plan->table_count; i++)
        (void)sqlite3_finalize(plan->tables[i].again); /* it returns what the last step returned */
    free(plan->streams);
    free(plan);
}
