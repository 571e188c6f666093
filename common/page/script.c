#include "page/script.h"

#include <string.h>

static int bind_script_value(sqlite3_stmt *statement, int index,
                             const struct script_parameter *value)
{
    if (value->is_null)
        return sqlite3_bind_null(statement, index);
    if (value->text)
        return sqlite3_bind_text(statement, index, value->text, -1, SQLITE_STATIC);
    return sqlite3_bind_int64(statement, index, value->number);
}

static bool bind_all(sqlite3_stmt *statement, const struct script_parameter *parameters)
{
    for (int i = 1; parameters && i <= sqlite3_bind_parameter_count(statement); i++) {
        const char *name = sqlite3_bind_parameter_name(statement, i);

        for (const struct script_parameter *value = parameters; name && value->name; value++)
            if (strcmp(name + 1, value->name) == 0 &&
                bind_script_value(statement, i, value) != SQLITE_OK)
                return false;
    }
    return true;
}

bool script_prepare(struct page_library *library, const char *sql,
                    const struct script_parameter *parameters, sqlite3_stmt **statement,
                    const char **rest, struct error *error)
{
    *statement = NULL;
    if (sqlite3_prepare_v2(page_library_connection(library), sql, -1, statement, rest) !=
            SQLITE_OK ||
        !bind_all(*statement, parameters)) {
        (void)page_library_failed(library, error);
        (void)sqlite3_finalize(*statement);
        *statement = NULL;
        return false;
    }
    return true;
}

bool script_run(struct page_library *library, const char *sql,
                const struct script_parameter *parameters, script_row *row, void *context,
                struct error *error)
{
    while (*sql) {
        sqlite3_stmt *statement;
        int result = SQLITE_DONE;
        bool taken = true;

        if (!script_prepare(library, sql, parameters, &statement, &sql, error))
            return false;
        while (statement && taken && (result = sqlite3_step(statement)) == SQLITE_ROW)
            taken = !row || row(context, statement, error);
        if (taken && result != SQLITE_DONE)
            taken = page_library_failed(library, error);
        (void)sqlite3_finalize(statement);
        if (!taken)
            return false;
    }
    return true;
}
