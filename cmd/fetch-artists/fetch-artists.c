#include "api/owner.h"
#include "artists.h"
#include "base/finish.h"

#include <unistd.h>

int main(int argc, char **argv)
{
    struct api_options api = API_OPTIONS_DEFAULT(STDOUT_FILENO);
    struct artists_options artists = {.known = NULL};
    const struct option_entry options[] = {
        {.name = "top",
         .help = "also print the top artists, in the stream artists",
         .kind = OPTION_FLAG,
         .target = &artists.with_top},
        {.name = "known",
         .argument = "FILE",
         .help = "print ids in FILE that are gone as deleted (-: stdin)",
         .kind = OPTION_TEXT,
         .target = &artists.known},
        ACCOUNT_ID_OPTION_ENTRY(artists.with_account_id),
        API_OPTION_ENTRIES(api),
        {0}};
    const struct program program = {
        .name = "fetch-artists",
        .synopsis = "[OPTION]...",
        .description = "Prints the followed artists of the account as Singer messages.",
        .options = options,
        .runs_jq = true,
    };
    struct error error;

    (void)options_parse(&program, argc, argv);
    return finish(artists_print(&artists, &api, &error), &error);
}
