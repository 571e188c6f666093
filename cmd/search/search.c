#include "base/finish.h"
#include "base/fold.h"
#include "base/log.h"
#include "base/options.h"
#include "state/library_snapshot.h"
#include "table/library_query.h"
#include "table/words.h"

extern const char schema_search_find_sql[];

static bool print_found(sqlite3 *library, const char *words, const struct table_choice *choice,
                        struct error *error)
{
    size_t rows;

    if (!fold_register(library))
        return error_set(error, EX_OSERR, "this SQLite cannot search: it was built without FTS5");
    if (!library_query_print(library, schema_search_find_sql, words, NULL, choice, &rows, error))
        return false;
    if (rows == 0)
        log_warning("nothing in the library has all of these words: %s", words);
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
        .name = "search",
        .synopsis = "[OPTION]... DB WORD...",
        .description =
            "Prints what in the library DB has all the words in its name, artists or album,\n"
            "and where it is. A word may be the beginning of one; accents and capitals do not\n"
            "matter.",
        .options = options,
        .operands_least = 2,
        .operands_most = -1,
    };
    struct error error = {0};
    struct buffer words = {0};
    int operand = options_parse(&program, argc, argv);
    sqlite3 *library = library_snapshot_open(argv[operand], &error);
    bool done = library && (words_join(&words, argv + operand + 1) || error_no_memory(&error)) &&
                print_found(library, words.bytes, &choice, &error);

    (void)sqlite3_close(library); /* it was only read */
    buffer_free(&words);
    return finish(done, &error);
}
