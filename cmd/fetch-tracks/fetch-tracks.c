#include "base/finish.h"
#include "bisection.h"
#include "list/list_print.h"

#include <unistd.h>

extern const char cmd_fetch_tracks_saved_tracks_jq[];

int main(int argc, char **argv)
{
    struct api_options api = API_OPTIONS_DEFAULT(STDOUT_FILENO);
    struct list tracks = LIST_OF("saved_tracks", "/me/tracks", cmd_fetch_tracks_saved_tracks_jq);
    const char *known = NULL;
    const struct option_entry options[] = {LIST_OPTION_ENTRIES(tracks),
                                           {.name = "known",
                                            .argument = "FILE",
                                            .help = "print only differences from FILE (-: stdin)",
                                            .kind = OPTION_TEXT,
                                            .target = &known},
                                           API_OPTION_ENTRIES(api),
                                           {0}};
    const struct program program = {
        .name = "fetch-tracks",
        .synopsis = "[OPTION]...",
        .description = "Prints the saved tracks of the account, newest first, as Singer messages.",
        .options = options,
        .runs_jq = true,
    };
    struct error error;

    (void)options_parse(&program, argc, argv);
    return finish(known ? bisection_print(&tracks, known, &api, &error)
                        : list_print(&tracks, &api, &error),
                  &error);
}
