#include "enrich/enrich_main.h"

extern const char cmd_enrich_albums_albums_jq[];

static const char *const id_paths[] = {
    "record.album.id",
    "record.track.album.id",
    NULL,
};
static const char *const own_streams[] = {"albums", "saved_albums", NULL};

static const struct enrichment enrichment = {
    .stream = "albums",
    .kind = {.path = "/albums", .item_endpoint = "/albums/{id}", .member = "albums"},
    .program = cmd_enrich_albums_albums_jq,
    .places = {.id_paths = id_paths, .own_streams = own_streams},
};

int main(int argc, char **argv)
{
    return enrich_main("enrich-albums",
                       "Copies Singer messages and adds full records of the albums in them.",
                       &enrichment, 20, argc, argv);
}
