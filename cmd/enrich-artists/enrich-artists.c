#include "base/finish.h"
#include "enrich/enrich.h"

#include <unistd.h>

extern const char cmd_enrich_artists_artists_jq[];

static const char *const id_paths[] = {
    "record.artists[].id",
    "record.album.artists[].id",
    "record.track.artists[].id",
    "record.track.album.artists[].id",
    NULL,
};
static const char *const own_streams[] = {"artists", "followed_artists", NULL};
static const char *const full_paths[] = {"record.images", "record.genres", NULL};

static const struct enrichment enrichment = {
    .stream = "artists",
    .kind = {.path = "/artists", .item_endpoint = "/artists/{id}", .member = "artists"},
    .program = cmd_enrich_artists_artists_jq,
    .places = {.id_paths = id_paths, .own_streams = own_streams, .full_paths = full_paths},
};

int main(int argc, char **argv)
{
    struct api_options api = API_OPTIONS_DEFAULT(STDOUT_FILENO);
    struct enrich_options enrich_options = {.mode = "auto", .batch_size = 50};
    const struct option_entry options[] = {
        ENRICH_OPTION_ENTRIES(enrich_options, 50), API_OPTION_ENTRIES(api), {0}};
    const struct program program = {
        .name = "enrich-artists",
        .synopsis = "[OPTION]... <MESSAGES",
        .description = "Copies Singer messages and adds full records of the artists in them.",
        .options = options,
    };
    struct error error;

    (void)options_parse(&program, argc, argv);
    return finish(enrich(&enrichment, &enrich_options, &api, &error), &error);
}
