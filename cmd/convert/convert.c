#include "base/finish.h"
#include "base/log.h"
#include "base/options.h"
#include "base/output.h"
#include "format/list_printing.h"
#include "format/music_folder.h"
#include "format/selection.h"
#include "message_files.h"

#include <stdlib.h>
#include <string.h>

static bool check_count(const struct format_about *about, const bool *chosen, size_t count,
                        bool is_set, struct error *error)
{
    size_t wanted = 0;

    for (size_t i = 0; i < count; i++)
        wanted += chosen[i];
    if (wanted > 1 && !about->takes_many)
        return error_set(error, EX_USAGE,
                         "%zu lists are chosen, and the format holds one: choose one with "
                         "--playlist",
                         wanted);
    if (!is_set && wanted < count)
        log_info("printed one of %zu lists: choose another with --playlist, or --all", count);
    return true;
}

static bool settle_listens(struct message_table *table, const struct known_list *lists,
                           const bool *chosen, size_t count, struct error *error)
{
    for (size_t i = 0; i < count; i++)
        if (chosen[i] && strcmp(lists[i].kind, "listens") == 0)
            return message_table_settle(table, error);
    return true;
}

static bool convert(struct message_table *table, struct format *format, struct music *music,
                    const struct selection *selection, size_t *left_out, struct error *error)
{
    const struct format_about *about = format_about(format, error);
    struct list_source *source = NULL;
    const struct known_list *lists;
    bool *chosen = NULL, done = false;
    size_t count;

    if (about && format_use_music(format, music, error))
        source = list_source_open(message_table_database(table), &message_table_queries, error);
    if (!source)
        return false;
    lists = list_source_lists(source, &count);
    chosen = calloc(count + 1, sizeof *chosen);
    if (!chosen)
        (void)error_no_memory(error);
    else if (selection_choose(selection, lists, count, format, about, false, chosen, error) &&
             check_count(about, chosen, count, selection_is_set(selection), error) &&
             settle_listens(table, lists, chosen, count, error)) {
        struct list_printing printing = {.source = source, .format = format, .left_out = left_out};
        done = list_printing_run(&printing, lists, chosen, count, error);
    }
    free(chosen);
    list_source_close(source);
    return done;
}

int main(int argc, char **argv)
{
    static struct selection selection;
    static const char *to = "csv", *folder;
    static const struct option_entry options[] = {
        {.name = "to",
         .argument = "FORMAT",
         .help = "the format; the manual page lists them (csv)",
         .kind = OPTION_TEXT,
         .target = &to},
        SELECTION_OPTIONS(selection),
        MUSIC_OPTION(folder),
        {0},
    };
    static const struct program program = {
        .name = "convert",
        .synopsis = "[--to FORMAT] [OPTION]... [FILE]...",
        .description = "Prints the tracks, albums or listens in Singer messages from files or "
                       "standard\ninput, for people and other programs.",
        .options = options,
        .operands_most = -1,
        .runs_jq = true,
    };
    static char *standard_input[] = {"-", NULL};
    struct error error = {0};
    int operand = options_parse(&program, argc, argv);
    char **files = operand < argc ? argv + operand : standard_input;
    struct format *format = format_open(to, &error);
    struct music *music = format && folder ? music_folder_read(folder, &error) : NULL;
    struct message_table *table = format && (music || !folder) ? message_table_new(&error) : NULL;
    size_t bad = 0, left_out = 0;
    bool done = table != NULL;

    for (; done && *files; files++)
        done = message_files_read(*files, table, &bad, &error);
    done = done && convert(table, format, music, &selection, &left_out, &error);
    message_table_free(table);
    format_close(format);
    music_free(music);
    if (done && bad > 0)
        done = output_flush(&error) &&
               error_set(&error, EX_DATAERR, "left out %zu lines that are no messages", bad);
    if (done && left_out > 0)
        done = output_flush(&error) &&
               error_set(&error, EX_DATAERR, "left out %zu %s not as Spotify's are", left_out,
                         left_out == 1 ? "entry that is" : "entries that are");
    return finish(done, &error);
}
