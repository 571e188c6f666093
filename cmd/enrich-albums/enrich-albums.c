#include "base/finish.h"
#include "enrich/enrich.h"

#include <unistd.h>

extern const char cmd_enrich_albums_albums_jq[];

static const char *const id_paths[] = {
    "record.album.id",
    "record.track.album.id",
    NULL,
};
static const char *const own_streams[] = {"albums", "saved_albums", NULL};
static const char *const full_paths[] = {"record.tracks", "record.copyrights",   "record.genres",
                                         "record.label",  "record.external_ids", NULL};

static const struct enrichment enrichment = {
    .stream = "albums",
    .kind = {.path = "/albums", .item_endpoint = "/albums/{id}", .member = "albums"},
    .program = cmd_enrich_albums_albums_jq,
    .places = {.id_paths = id_paths, .own_streams = own_streams, .full_paths = full_paths},
};

int main(int argc, char **argv)
{
    struct api_options api = API_OPTIONS_DEFAULT(STDOUT_FILENO);
    struct enrich_options enrich_options = {.mode = "auto", .batch_size = 20};
    const struct option_entry options[] = {
        ENRICH_OPTION_ENTRIES(enrich_options, 20), API_OPTION_ENTRIES(api), {0}};
    const struct program program = {
        .name = "enrich-albums",
        .synopsis = "[OPTION]... <MESSAGES",
        .description = "Copies Singer messages and adds full records of the albums in them.",
        .options = options,
    };
    struct error error;

    (void)options_parse(&program, argc, argv);
    return finish(enrich(&enrichment, &enrich_options, &api, &error), &error);
}
