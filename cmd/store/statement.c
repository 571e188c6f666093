#include "statement.h"
#include "parameter_path.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The SQL without the comments before it. */
static const char *sql_text(sqlite3_stmt *sql)
{
    const char *text = sqlite3_sql(sql);

    while (isspace((unsigned char)*text) || strncmp(text, "--", 2) == 0)
        text += *text == '-' ? strcspn(text, "\n") : 1;
    return text;
}

bool statement_table(sqlite3_stmt *sql, char name[static TABLE_NAME_SIZE])
{
    const char *text = sql_text(sql);

    return sscanf(text, "INSERT INTO %31[a-z_]", name) == 1 ||
           sscanf(text, "UPDATE %31[a-z_]", name) == 1;
}

static bool begins_with(const char *text, const char *beginning)
{
    return strncmp(text, beginning, strlen(beginning)) == 0;
}

/* Notes that the statement runs for each element of the array that a path with [] goes through. */
static bool go_through(struct statement *statement, char *path, int field, struct error *error)
{
    path[strcspn(path, "[")] = '\0';
    if (statement->array != STATEMENT_NONE && strcmp(statement->array_path, path) != 0)
        return error_set(error, EX_SOFTWARE, "a statement goes through %s and %s",
                         statement->array_path, path);
    if (statement->array == STATEMENT_NONE && !(statement->array_path = strdup(path)))
        return error_no_memory(error);
    statement->array = field;
    return true;
}

static bool find_field(const struct stream_fields *fields, const char *path, int *field,
                       struct error *error)
{
    *field = stream_fields_find(fields, path);
    return *field >= 0 || error_set(error, EX_SOFTWARE, "the stream has no field '%s'", path);
}

/* A parameter with a path in parentheses. */
static bool prepare_path(struct statement *statement, int number, struct parameter_path *path,
                         const struct stream_fields *fields, struct error *error)
{
    struct parameter *parameter = &statement->parameters[number];

    parameter->kind = PARAMETER_FIELD;
    parameter->of_element = strchr(path->path, '[') != NULL && !strstr(path->path, "[+]");
    if (!find_field(fields, path->path, &parameter->field, error))
        return false;
    if (path->use == USE_LIST) {
        parameter->kind = PARAMETER_LIST;
        parameter->of_element = false;
    } else if (path->use != USE_NEEDED && path->use != USE_RECORD) {
        statement->key = number;
        statement->key_is_optional = path->use == USE_ROW;
        statement->is_cached = path->use != USE_ID;
    }
    /* A hash of the object that holds the key tells whether a record repeats it. */
    if (path->use == USE_KEY && !find_field(fields, path->object, &statement->content, error))
        return false;
    return !parameter->of_element || go_through(statement, path->path, parameter->field, error);
}

/* A parameter that is a word. */
static bool prepare_word(struct statement *statement, int number, const char *name,
                         struct error *error)
{
    static const struct {
        const char *name;
        enum parameter_kind kind;
        enum condition condition;
    } words[] = {
        {"$time_extracted", PARAMETER_TIME_EXTRACTED, ALWAYS},
        {"$fetched_at", PARAMETER_FETCHED_AT, ALWAYS},
        {"$deleted_at", PARAMETER_DELETED_AT, ALWAYS},
        {"$full", PARAMETER_FULL, ALWAYS},
        {"$changed", PARAMETER_TRUE, IF_CHANGED},
        {"$updated", PARAMETER_TRUE, IF_UPDATED},
        {"$unchanged", PARAMETER_TRUE, IF_UNCHANGED},
    };
    size_t word = 0;

    while (word < sizeof words / sizeof *words && strcmp(words[word].name, name) != 0)
        word++;
    if (word == sizeof words / sizeof *words)
        return error_set(error, EX_SOFTWARE, "no statement has a parameter %s", name);
    statement->parameters[number].kind = words[word].kind;
    if (words[word].condition != ALWAYS)
        statement->condition = words[word].condition;
    if (words[word].kind == PARAMETER_DELETED_AT)
        statement->for_deleted = true;
    if (words[word].kind == PARAMETER_TRUE &&
        sqlite3_bind_int(statement->sql, number + 1, 1) != SQLITE_OK)
        return error_no_memory(error);
    return true;
}

static bool prepare_parameter(struct statement *statement, int number,
                              const struct stream_fields *fields, struct error *error)
{
    const char *name = sqlite3_bind_parameter_name(statement->sql, number + 1);
    struct parameter_path path;

    if (!name)
        return error_set(error, EX_SOFTWARE, "a parameter has no name");
    return parameter_path_read(&path, name) ? prepare_path(statement, number, &path, fields, error)
                                            : prepare_word(statement, number, name, error);
}

bool statement_prepare(struct statement *statement, sqlite3_stmt *sql,
                       const struct stream_fields *fields, struct error *error)
{
    const char *text = sql_text(sql);

    *statement = (struct statement){.sql = sql,
                                    .array = STATEMENT_NONE,
                                    .key = STATEMENT_NONE,
                                    .content = STATEMENT_NONE,
                                    .parameter_count = sqlite3_bind_parameter_count(sql)};
    statement->parameters =
        calloc((size_t)statement->parameter_count + 1, sizeof *statement->parameters);
    if (!statement->parameters)
        return error_no_memory(error);
    if (begins_with(text, "INSERT"))
        statement->verb = VERB_INSERT;
    else if (begins_with(text, "UPDATE"))
        statement->verb = VERB_UPDATE;
    statement->only_inserts = statement->verb == VERB_INSERT && !strstr(text, "DO UPDATE");
    for (int i = 0; i < statement->parameter_count; i++)
        if (!prepare_parameter(statement, i, fields, error))
            return false;
    return true;
}

void statement_free(struct statement *statement)
{
    (void)sqlite3_finalize(statement->sql); /* it returns what the last step returned */
    free(statement->parameters);
    free(statement->array_path);
}
