#include "statements.h"
#include "library.h"
#include "singer/streams.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_PATH = 120 };

/* What the preparing of a stream's statements works on. */
struct preparation {
    struct statements *statements;
    sqlite3 *database;
    struct scanner *scanner;
    const struct stream *stream;
    int stream_number;
};

static bool malformed(const struct preparation *preparation, const char *what, struct error *error)
{
    return error_set(error, EX_SOFTWARE, "schema/load/%s.sql: '%s'", preparation->stream->name,
                     what);
}

/* A statement without the comments ahead of it. */
static const char *statement_text(sqlite3_stmt *sql)
{
    const char *text = sqlite3_sql(sql);

    while (isspace((unsigned char)*text) || strncmp(text, "--", 2) == 0)
        text += *text == '-' ? strcspn(text, "\n") : 1;
    return text;
}

/* The number of the table that an INSERT or UPDATE names; 0 if it is neither. */
static uint8_t table_number(struct statements *statements, sqlite3_stmt *sql)
{
    const char *text = statement_text(sql);
    char name[sizeof statements->tables->name] = "";
    uint8_t i;

    if ((sscanf(text, "INSERT INTO %31[a-z_]", name) != 1 &&
         sscanf(text, "UPDATE %31[a-z_]", name) != 1) ||
        statements->table_count == UINT8_MAX)
        return 0;
    for (i = 1; i <= statements->table_count; i++)
        if (strcmp(statements->tables[i].name, name) == 0)
            return i;
    statements->table_count++;
    memcpy(statements->tables[i].name, name, sizeof name);
    return i;
}

/* Notes that the statement runs for each element of the array that a path with [] goes through. */
static bool go_through(struct statement *statement, char *path, int value, struct error *error)
{
    path[strcspn(path, "[")] = '\0';
    if (statement->array != STATEMENT_NONE && strcmp(statement->through, path) != 0)
        return error_set(error, EX_SOFTWARE, "a statement goes through %s and %s",
                         statement->through, path);
    if (statement->array == STATEMENT_NONE && !(statement->through = strdup(path)))
        return error_no_memory(error);
    statement->array = value;
    return true;
}

/* A parameter that names a path in its parentheses. */
static bool prepare_path(const struct preparation *preparation, struct statement *statement,
                         const char *name, struct parameter *parameter, struct error *error)
{
    const char *inner = strchr(name, '(') + 1;
    char path[MAX_PATH];
    bool is_key = strncmp(name, "$key(", 5) == 0;

    (void)snprintf(path, sizeof path, "record.%.*s", (int)strcspn(inner, ")"), inner);
    parameter->kind = PARAMETER_VALUE;
    parameter->of_element = strchr(path, '[') != NULL && !strstr(path, "[+]");
    parameter->value =
        scanner_ask(preparation->scanner, preparation->stream_number, path, false, error);
    if (parameter->value < 0)
        return false;
    if (strncmp(name, "$needed(", 8) == 0)
        scanner_need(preparation->scanner, preparation->stream_number, parameter->value);
    if (is_key) {
        char object[MAX_PATH];
        memcpy(object, path, sizeof object);
        *strrchr(object, '.') = '\0';
        statement->content =
            scanner_ask(preparation->scanner, preparation->stream_number, object, true, error);
        if (statement->content < 0)
            return false;
    }
    return !parameter->of_element || go_through(statement, path, parameter->value, error);
}

static bool prepare_parameter(const struct preparation *preparation, struct statement *statement,
                              int number, struct error *error)
{
    static const struct {
        const char *name;
        enum parameter_kind kind;
        enum condition condition;
    } words[] = {
        {"$time_extracted", PARAMETER_TIME_EXTRACTED, ALWAYS},
        {"$fetched_at", PARAMETER_FETCHED_AT, ALWAYS},
        {"$deleted_at", PARAMETER_DELETED_AT, ALWAYS},
        {"$changed", PARAMETER_TRUE, IF_CHANGED},
        {"$updated", PARAMETER_TRUE, IF_UPDATED},
        {"$unchanged", PARAMETER_TRUE, IF_UNCHANGED},
    };
    struct parameter *parameter = &statement->parameters[number];
    const char *name = sqlite3_bind_parameter_name(statement->sql, number + 1);
    size_t word = 0;

    if (!name)
        return malformed(preparation, "a parameter without a name", error);
    if (strncmp(name, "$record(", 8) == 0 || strncmp(name, "$needed(", 8) == 0)
        return prepare_path(preparation, statement, name, parameter, error);
    if (strncmp(name, "$id(", 4) == 0 || strncmp(name, "$key(", 5) == 0 ||
        strncmp(name, "$row(", 5) == 0) {
        statement->id = number;
        statement->is_row = name[1] == 'r';
        if (name[1] != 'i' &&
            (statement->table = table_number(preparation->statements, statement->sql)) == 0)
            return malformed(preparation, name, error);
        return prepare_path(preparation, statement, name, parameter, error);
    }
    while (word < sizeof words / sizeof *words && strcmp(words[word].name, name) != 0)
        word++;
    if (word == sizeof words / sizeof *words)
        return malformed(preparation, name, error);
    parameter->kind = words[word].kind;
    if (words[word].condition != ALWAYS)
        statement->condition = words[word].condition;
    if (parameter->kind == PARAMETER_DELETED_AT)
        statement->for_deleted = true;
    return parameter->kind != PARAMETER_TRUE ||
           sqlite3_bind_int(statement->sql, number + 1, 1) == SQLITE_OK ||
           library_error(preparation->database, error);
}

static bool prepare_statement(const struct preparation *preparation, sqlite3_stmt *sql,
                              struct load *load, struct error *error)
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
    *statement = (struct statement){
        .sql = sql, .array = STATEMENT_NONE, .id = STATEMENT_NONE, .content = STATEMENT_NONE};
    statement->parameter_count = sqlite3_bind_parameter_count(sql);
    statement->parameters =
        calloc((size_t)statement->parameter_count + 1, sizeof *statement->parameters);
    if (!statement->parameters)
        return error_no_memory(error);
    if (strncmp(statement_text(sql), "INSERT", 6) == 0)
        statement->verb = VERB_INSERT;
    else if (strncmp(statement_text(sql), "UPDATE", 6) == 0)
        statement->verb = VERB_UPDATE;
    for (int i = 0; i < statement->parameter_count; i++)
        if (!prepare_parameter(preparation, statement, i, error))
            return false;
    return true;
}

/* Keeps a table's $again statement; several streams may have it. */
static bool prepare_again(const struct preparation *preparation, sqlite3_stmt *sql,
                          struct error *error)
{
    uint8_t number = table_number(preparation->statements, sql);
    struct repeated_table *table = &preparation->statements->tables[number];

    if (number == 0 || table->again) {
        (void)sqlite3_finalize(sql); /* it has not run */
        return number > 0 || malformed(preparation, "$again", error);
    }
    table->again = sql;
    table->key = sqlite3_bind_parameter_index(sql, "$again");
    table->rowid = sqlite3_bind_parameter_index(sql, "$again_rowid");
    table->time = sqlite3_bind_parameter_index(sql, "$time_extracted");
    return true;
}

static bool prepare_load(const struct preparation *preparation, struct load *load,
                         struct error *error)
{
    const char *sql = preparation->stream->load;

    while (*sql) {
        sqlite3_stmt *statement;
        if (sqlite3_prepare_v3(preparation->database, sql, -1, SQLITE_PREPARE_PERSISTENT,
                               &statement, &sql) != SQLITE_OK)
            return malformed(preparation, sqlite3_errmsg(preparation->database), error);
        if (!statement)
            continue;
        if (sqlite3_bind_parameter_index(statement, "$again") > 0
                ? !prepare_again(preparation, statement, error)
                : !prepare_statement(preparation, statement, load, error))
            return false;
    }
    return true;
}

/*
 * Doubts the streams that store into a table which may refuse a row of any type: by a trigger, or
 * by an index that the user has made.
 */
static bool doubt_refusing_tables(const struct statements *statements, sqlite3 *database,
                                  struct scanner *scanner, struct error *error)
{
    static const char select[] =
        "SELECT tbl_name FROM sqlite_schema"
        " WHERE type = 'trigger' OR type = 'index' AND sql LIKE 'CREATE UNIQUE%'";
    sqlite3_stmt *tables = NULL;
    int result = sqlite3_prepare_v2(database, select, -1, &tables, NULL);

    while (result == SQLITE_OK && (result = sqlite3_step(tables)) == SQLITE_ROW) {
        const char *table = (const char *)sqlite3_column_text(tables, 0);
        size_t length = table ? strlen(table) : 0;
        result = table ? SQLITE_OK : SQLITE_NOMEM;
        for (size_t i = 0; table && i < statements->stream_count; i++)
            for (size_t j = 0; j < statements->loads[i].count; j++) {
                const char *text = statement_text(statements->loads[i].statements[j].sql);
                if (strncmp(text, "INSERT INTO ", 12) == 0 &&
                    strncmp(text + 12, table, length) == 0 && text[12 + length] == ' ')
                    scanner_doubt(scanner, (int)i);
            }
    }
    if (result != SQLITE_DONE)
        (void)library_error(database, error);
    (void)sqlite3_finalize(tables); /* tells again what sqlite3_step told */
    return result == SQLITE_DONE;
}

struct statements *statements_prepare(sqlite3 *database, struct scanner *scanner,
                                      struct error *error)
{
    struct statements *statements = calloc(1, sizeof *statements);

    if (!statements) {
        (void)error_no_memory(error);
        return NULL;
    }
    while (streams[statements->stream_count].name)
        statements->stream_count++;
    statements->loads = calloc(statements->stream_count, sizeof *statements->loads);
    if (!statements->loads) {
        (void)error_no_memory(error);
        goto failed;
    }
    for (size_t i = 0; i < statements->stream_count; i++) {
        const struct preparation preparation = {.statements = statements,
                                                .database = database,
                                                .scanner = scanner,
                                                .stream = &streams[i],
                                                .stream_number = (int)i};
        if (!prepare_load(&preparation, &statements->loads[i], error))
            goto failed;
    }
    if (!doubt_refusing_tables(statements, database, scanner, error))
        goto failed;
    return statements;
failed:
    statements_free(statements);
    return NULL;
}

void statements_free(struct statements *statements)
{
    if (!statements)
        return;
    /* sqlite3_finalize tells only what the statement's last step told */
    for (size_t i = 0; statements->loads && i < statements->stream_count; i++) {
        for (size_t j = 0; j < statements->loads[i].count; j++) {
            struct statement *statement = &statements->loads[i].statements[j];
            (void)sqlite3_finalize(statement->sql);
            free(statement->parameters);
            free(statement->through);
        }
        free(statements->loads[i].statements);
    }
    for (int i = 1; i <= statements->table_count; i++)
        (void)sqlite3_finalize(statements->tables[i].again);
    free(statements->loads);
    free(statements);
}
