#include "base/finish.h"
#include "list/fetch.h"

#include <unistd.h>

extern const char cmd_fetch_albums_saved_albums_jq[];

int main(int argc, char **argv)
{
    struct api_options api = API_OPTIONS_DEFAULT(STDOUT_FILENO);
    struct fetch fetch = {
        FETCH_DEFAULT,
        .stream = "saved_albums",
        .endpoint = "/me/albums",
        .path = "/me/albums",
        .program = cmd_fetch_albums_saved_albums_jq,
    };
    const struct option_entry options[] = {
        FETCH_OPTION_ENTRIES(fetch),
        {.name = "known",
         .argument = "FILE",
         .help = "print ids in FILE that are gone as deleted (-: stdin)",
         .kind = OPTION_TEXT,
         .target = &fetch.known},
        API_OPTION_ENTRIES(api),
        {0}};
    const struct program program = {
        .name = "fetch-albums",
        .synopsis = "[OPTION]...",
        .description = "Prints the saved albums of the account, newest first, as Singer messages.",
        .options = options,
    };
    struct error error;

    (void)options_parse(&program, argc, argv);
    return finish(fetch_list(&fetch, &api, &error), &error);
}
