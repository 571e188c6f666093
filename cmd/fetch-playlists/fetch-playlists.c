#include "fetch.h"
#include "log.h"
#include "output.h"

extern const char cmd_fetch_playlists_playlists_jq[];

int main(int argc, char **argv)
{
    struct api_options api = API_OPTIONS_DEFAULT;
    struct fetch fetch = {
        FETCH_DEFAULT,
        .stream = "playlists",
        .endpoint = "/me/playlists",
        .path = "/me/playlists",
        .program = cmd_fetch_playlists_playlists_jq,
    };
    const struct option_entry options[] = {
        FETCH_OPTION_ENTRIES(fetch), API_OPTION_ENTRIES(api), {0}};
    const struct program program = {
        .name = "fetch-playlists",
        .synopsis = "[OPTION…]",
        .description = "Prints the account's playlists as Singer messages.",
        .options = options,
    };
    struct error error;

    (void)options_parse(&program, argc, argv);
    if (!fetch_list(&fetch, &api, &error) || !output_close(&error)) {
        log_error("%s", error.text);
        return error.status;
    }
    return EX_OK;
}
