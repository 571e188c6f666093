#include "table/library_query.h"
#include "state/library_snapshot.h"
#include "table/table.h"

static bool bind_named(sqlite3_stmt *statement, const char *name, const char *text)
{
    int place = sqlite3_bind_parameter_index(statement, name);

    return place == 0 || sqlite3_bind_text(statement, place, text, -1, SQLITE_STATIC) == SQLITE_OK;
}

sqlite3_stmt *library_query_prepare(sqlite3 *library, const char *sql, const char *words,
                                    const char *id, long limit, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    int place;

    if (sqlite3_prepare_v2(library, sql, -1, &statement, NULL) == SQLITE_OK &&
        bind_named(statement, ":words", words) && bind_named(statement, ":id", id)) {
        place = sqlite3_bind_parameter_index(statement, ":limit");
        if (place == 0 || sqlite3_bind_int64(statement, place, limit) == SQLITE_OK)
            return statement;
    }
    (void)library_snapshot_error(library, error);
    (void)sqlite3_finalize(statement); /* it was not run */
    return NULL;
}

bool library_query_print(sqlite3 *library, const char *sql, const char *words, const char *id,
                         const struct table_choice *choice, size_t *rows, struct error *error)
{
    sqlite3_stmt *statement = library_query_prepare(library, sql, words, id, choice->limit, error);
    bool done = statement && table_print(statement, table_form_of(choice->json), rows, error);

    (void)sqlite3_finalize(statement); /* nothing has been written */
    return done;
}
