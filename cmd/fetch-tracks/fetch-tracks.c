#include "base/finish.h"
#include "changes.h"
#include "list/fetch.h"

#include <unistd.h>

extern const char cmd_fetch_tracks_saved_tracks_jq[];

int main(int argc, char **argv)
{
    struct api_options api = API_OPTIONS_DEFAULT(STDOUT_FILENO);
    struct fetch fetch = {
        FETCH_DEFAULT,
        .stream = "saved_tracks",
        .endpoint = "/me/tracks",
        .path = "/me/tracks",
        .program = cmd_fetch_tracks_saved_tracks_jq,
    };
    const char *known = NULL;
    const struct option_entry options[] = {FETCH_OPTION_ENTRIES(fetch),
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
    };
    struct error error;
    bool done;

    (void)options_parse(&program, argc, argv);
    done = known ? changes_fetch(&fetch, known, &api, &error) : fetch_list(&fetch, &api, &error);
    return finish(done, &error);
}
