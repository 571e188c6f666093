#include "object_parts.h"

#include "names.h"

unsigned object_album_track_count(const struct shape *shape, uint32_t album)
{
    uint64_t hash = catalogue_hash(shape->catalogue, ID_ALBUM, PURPOSE_FIGURES, album);
    return hash >> 8 & 1 ? 1 + (unsigned)(hash >> 16) % 4 : 8 + (unsigned)(hash >> 16) % 10;
}

static void add_release_date(struct text *text, const struct shape *shape, uint32_t album)
{
    static const char *const precisions[] = {"year", "month", "day"};
    uint64_t hash = catalogue_hash(shape->catalogue, ID_ALBUM, PURPOSE_DATE, album);
    unsigned precision = hash % 10 == 0 ? 0 : hash % 10 == 1 ? 1 : 2;
    unsigned year = 1958 + (unsigned)(hash >> 8) % 69;
    unsigned month = 1 + (unsigned)(hash >> 16) % 12;
    unsigned day = 1 + (unsigned)(hash >> 24) % 28;

    text_format(text, "\"release_date\":\"%u", year);
    if (precision >= 1)
        text_format(text, "-%02u", month);
    if (precision >= 2)
        text_format(text, "-%02u", day);
    text_add(text, "\",\"release_date_precision\":\"");
    text_add(text, precisions[precision]);
    text_add(text, "\",");
}

static void add_album_type(struct text *text, const struct shape *shape, uint32_t album)
{
    unsigned tracks = object_album_track_count(shape, album);

    text_add(text, "\"album_type\":\"");
    text_add(text, tracks < 5 ? "single" : tracks > 15 ? "compilation" : "album");
    text_add(text, "\",\"total_tracks\":");
    text_number(text, tracks);
    text_add(text, ",");
}

static void add_album_artists(struct text *text, const struct shape *shape, uint32_t album)
{
    text_add(text, "\"artists\":[");
    object_artist_stub(text, shape, catalogue_artist_of_album(shape->catalogue, album));
    text_add(text, "],");
}

/* What a full album and a stub have in common, with `more` between the images and the name. */
static void add_album_members(struct text *text, const struct shape *shape, uint32_t album,
                              const char *more)
{
    struct spotify_id id = catalogue_id(shape->catalogue, ID_ALBUM, album);

    part_markets(text, shape);
    part_links(text, "album", &id);
    text_add(text, ",");
    part_images(text, shape, ID_ALBUM, album);
    text_add(text, more);
    part_name(text, shape, ID_ALBUM, album);
    text_add(text, ",");
    add_release_date(text, shape, album);
    text_add(text, "\"type\":\"album\",");
    part_uri(text, "album", &id);
}

void object_album_stub(struct text *text, const struct shape *shape, uint32_t album)
{
    text_add(text, "{");
    add_album_type(text, shape, album);
    add_album_artists(text, shape, album);
    add_album_members(text, shape, album, ",\"is_playable\":true,");
    text_add(text, "}");
}

static void add_album_track(struct text *text, const struct shape *shape, uint32_t album,
                            unsigned place)
{
    uint64_t number = (uint64_t)album * 64 + place;
    uint64_t hash = catalogue_hash(shape->catalogue, ID_ALBUM_TRACK, PURPOSE_FIGURES, number);
    struct spotify_id id = catalogue_id(shape->catalogue, ID_ALBUM_TRACK, number);

    text_add(text, "{");
    add_album_artists(text, shape, album);
    part_markets(text, shape);
    text_add(text, "\"disc_number\":1,\"duration_ms\":");
    text_number(text, part_duration_ms(hash));
    text_add(text, ",\"explicit\":");
    text_bool(text, hash >> 8 & 1);
    text_add(text, ",");
    part_links(text, "track", &id);
    text_add(text, ",");
    part_name(text, shape, ID_ALBUM_TRACK, number);
    text_add(text, ",\"preview_url\":null,\"track_number\":");
    text_number(text, place + 1);
    text_add(text, ",\"type\":\"track\",");
    part_uri(text, "track", &id);
    text_add(text, ",\"is_local\":false}");
}

void object_album(struct text *text, const struct shape *shape, uint32_t album)
{
    struct spotify_id id = catalogue_id(shape->catalogue, ID_ALBUM, album);
    uint64_t code = catalogue_hash(shape->catalogue, ID_ALBUM, PURPOSE_CODE, album);
    unsigned tracks = object_album_track_count(shape, album);
    char label[NAME_SIZE];

    name_write(NAME_LABEL, code, label);
    text_add(text, "{");
    add_album_type(text, shape, album);
    add_album_members(text, shape, album, ",");
    text_add(text, ",");
    add_album_artists(text, shape, album);
    text_format(text,
                "\"tracks\":{\"href\":\"" OBJECT_API
                "albums/%s/tracks?offset=0&limit=50\",\"limit\":50,"
                "\"next\":null,\"offset\":0,\"previous\":null,\"total\":%u,\"items\":[",
                id.text, tracks);
    for (unsigned place = 0; place < tracks; place++) {
        if (place > 0)
            text_add(text, ",");
        add_album_track(text, shape, album, place);
    }
    text_add(text, "]},\"copyrights\":[{\"text\":");
    text_json(text, label);
    text_add(text, ",\"type\":\"C\"},{\"text\":");
    text_json(text, label);
    text_format(text, ",\"type\":\"P\"}],\"external_ids\":{\"upc\":\"%012llu\"},\"genres\":[],",
                (unsigned long long)(code >> 20) % 1000000000000);
    if (shape->extended) {
        text_add(text, "\"label\":");
        text_json(text, label);
        text_add(text, ",");
    }
    part_popularity(text, shape, ID_ALBUM, album);
    text_drop_last(text, ',');
    text_add(text, "}");
}
