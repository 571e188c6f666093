#include "base/finish.h"
#include "playlists.h"

#include <unistd.h>

extern const char cmd_fetch_playlists_playlists_jq[];

int main(int argc, char **argv)
{
    struct api_options api = API_OPTIONS_DEFAULT(STDOUT_FILENO);
    struct playlists_options playlists = {
        .list = LIST_OF("playlists", "/me/playlists", cmd_fetch_playlists_playlists_jq)};
    const char *known = NULL;
    const struct option_entry options[] = {LIST_OPTION_ENTRIES(playlists.list),
                                           {.name = "known",
                                            .argument = "FILE",
                                            .help = "skip items unchanged since FILE (-: stdin)",
                                            .kind = OPTION_TEXT,
                                            .target = &known},
                                           {.name = "no-items",
                                            .help = "print only the playlists, without items",
                                            .kind = OPTION_FLAG,
                                            .target = &playlists.without_items},
                                           API_OPTION_ENTRIES(api),
                                           {0}};
    const struct program program = {
        .name = "fetch-playlists",
        .synopsis = "[OPTION]...",
        .description = "Prints the playlists of the account and their items as Singer messages.",
        .options = options,
        .runs_jq = true,
    };
    struct error error;
    bool done;

    (void)options_parse(&program, argc, argv);
    if (known && !(playlists.known = known_playlists_read(known, &error)))
        return finish(false, &error);
    done = playlists_print(&playlists, &api, &error);
    known_playlists_free(playlists.known);
    return finish(done, &error);
}
