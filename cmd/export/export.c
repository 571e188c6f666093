#include "base/finish.h"
#include "base/options.h"
#include "exporting.h"
#include "format/music_folder.h"
#include "state/library_snapshot.h"

extern const char schema_export_views_sql[];
extern const char schema_export_lists_sql[];
extern const char schema_export_saved_tracks_sql[];
extern const char schema_export_playlist_sql[];
extern const char schema_export_saved_albums_sql[];
extern const char schema_export_listens_sql[];

static const struct list_queries queries = {
    .lists = schema_export_lists_sql,
    .kinds = {{"saved_tracks", schema_export_saved_tracks_sql},
              {"playlist", schema_export_playlist_sql},
              {"saved_albums", schema_export_saved_albums_sql},
              {"listens", schema_export_listens_sql}},
};

/* The library as it is now, with the views that the queries read. */
static sqlite3 *open_library(const char *path, struct error *error)
{
    sqlite3 *library = library_snapshot_open(path, error);

    if (!library || sqlite3_exec(library, schema_export_views_sql, NULL, NULL, NULL) == SQLITE_OK)
        return library;
    (void)library_snapshot_error(library, error);
    (void)sqlite3_close(library);
    return NULL;
}

static bool export(const char *path, const char *to, const char *folder,
                   struct exporting *exporting, struct error *error)
{
    struct format *format = format_open(to, error);
    sqlite3 *library = format ? open_library(path, error) : NULL;
    struct list_source *source = library ? list_source_open(library, &queries, error) : NULL;
    struct music *music = source && folder ? music_folder_read(folder, error) : NULL;
    bool done = false;

    if (source && (music || !folder) && (exporting->about = format_about(format, error)) &&
        format_use_music(format, music, error)) {
        exporting->printing.format = format;
        exporting->printing.source = source;
        done = exporting_run(exporting, error);
    }
    list_source_close(source);
    (void)sqlite3_close(library); /* it was only read */
    format_close(format);
    music_free(music);
    return done;
}

int main(int argc, char **argv)
{
    static struct selection selection;
    static struct exporting exporting = {.selection = &selection};
    static const char *to = "csv", *folder;
    static const struct option_entry options[] = {
        {.name = "to",
         .argument = "FORMAT",
         .help = "a format that convert has (csv)",
         .kind = OPTION_TEXT,
         .target = &to},
        SELECTION_OPTIONS(selection),
        MUSIC_OPTION(folder),
        {.name = "output",
         .letter = 'o',
         .argument = "FILE|FOLDER",
         .help = "write there what has changed (standard output)",
         .kind = OPTION_TEXT,
         .target = &exporting.output},
        {0},
    };
    static const struct program program = {
        .name = "export",
        .synopsis = "[--to FORMAT] [OPTION]... DB",
        .description = "Prints tracks, albums or listens of the library DB for other programs, or\n"
                       "writes a file for each playlist.",
        .options = options,
        .operands_least = 1,
        .operands_most = 1,
        .runs_jq = true,
    };
    struct error error = {0};
    int operand = options_parse(&program, argc, argv);

    return finish(export(argv[operand], to, folder, &exporting, &error), &error);
}
