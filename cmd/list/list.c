#include "base/finish.h"
#include "base/log.h"
#include "base/options.h"
#include "page/resources.h"
#include "state/library_snapshot.h"
#include "table/library_query.h"
#include "table/words.h"

#include <stdio.h>
#include <string.h>

extern const struct resource list_queries[];
extern const char schema_search_playlist_id_sql[];
extern const char schema_search_playlist_sql[];

static const char *query_of(const char *name)
{
    char file[64];
    int length = snprintf(file, sizeof file, "%s.sql", name);

    return length < 0 || length >= (int)sizeof file ? NULL : resource_text(list_queries, file);
}

/* Sets `id` to that of the only playlist of this name. */
static bool find_playlist(sqlite3 *library, const char *name, char *id, size_t size,
                          struct error *error)
{
    sqlite3_stmt *statement =
        library_query_prepare(library, schema_search_playlist_id_sql, name, NULL, -1, error);
    int code, found = 0;

    if (!statement)
        return false;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW && found++ == 0)
        (void)snprintf(id, size, "%s", (const char *)sqlite3_column_text(statement, 0));
    (void)sqlite3_finalize(statement); /* it returns what sqlite3_step returned */
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return library_snapshot_error(library, error);
    if (found == 0)
        return error_set(error, EX_DATAERR,
                         "there is no list or playlist '%.200s'; 'spotify-sync list playlists' "
                         "shows yours",
                         name);
    return found == 1 ||
           error_set(error, EX_DATAERR,
                     "several playlists are called '%.200s'; give the id that 'spotify-sync list "
                     "playlists' shows",
                     name);
}

static bool print_wanted(sqlite3 *library, const char *name, const struct table_choice *choice,
                         struct error *error)
{
    const char *sql = query_of(name);
    char id[128] = "";
    size_t rows;

    if (!sql) {
        if (!find_playlist(library, name, id, sizeof id, error))
            return false;
        sql = schema_search_playlist_sql;
    }
    if (!library_query_print(library, sql, NULL, id, choice, &rows, error))
        return false;
    if (rows == 0)
        log_warning("the list '%s' is empty", name);
    return true;
}

int main(int argc, char **argv)
{
    static struct table_choice choice = {.limit = -1};
    static const struct option_entry options[] = {
        TABLE_OPTIONS(choice),
        {0},
    };
    static const struct program program = {
        .name = "list",
        .synopsis = "[OPTION]... DB [LIST|PLAYLIST]",
        .description = "Prints a list of the library DB: liked (the default), playlists, albums,\n"
                       "artists, plays, shows, episodes, audiobooks, or a playlist by its name.",
        .options = options,
        .operands_least = 1,
        .operands_most = -1,
    };
    struct error error = {0};
    struct buffer name = {0};
    int operand = options_parse(&program, argc, argv);
    sqlite3 *library = library_snapshot_open(argv[operand], &error);
    bool done = library && (words_join(&name, argv + operand + 1) || error_no_memory(&error));

    done = done && print_wanted(library, *name.bytes ? name.bytes : "liked", &choice, &error);
    (void)sqlite3_close(library); /* it was only read */
    buffer_free(&name);
    return finish(done, &error);
}
