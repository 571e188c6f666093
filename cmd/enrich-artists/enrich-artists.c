#include "enrich/enrich_main.h"

extern const char cmd_enrich_artists_artists_jq[];

static const char *const id_paths[] = {
    "record.artists[].id",
    "record.album.artists[].id",
    "record.track.artists[].id",
    "record.track.album.artists[].id",
    NULL,
};
static const char *const own_streams[] = {"artists", "followed_artists", NULL};

static const struct enrichment enrichment = {
    .stream = "artists",
    .kind = {.path = "/artists", .item_endpoint = "/artists/{id}", .member = "artists"},
    .program = cmd_enrich_artists_artists_jq,
    .places = {.id_paths = id_paths, .own_streams = own_streams},
};

int main(int argc, char **argv)
{
    return enrich_main("enrich-artists",
                       "Copies Singer messages and adds full records of the artists in them.",
                       &enrichment, 50, argc, argv);
}
