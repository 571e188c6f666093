#include "object_parts.h"

#include "names.h"

void object_artist_stub(struct text *text, const struct shape *shape, uint32_t artist)
{
    struct spotify_id id = catalogue_id(shape->catalogue, ID_ARTIST, artist);

    text_add(text, "{");
    part_links(text, "artist", &id);
    text_add(text, ",");
    part_name(text, shape, ID_ARTIST, artist);
    text_add(text, ",\"type\":\"artist\",");
    part_uri(text, "artist", &id);
    text_add(text, "}");
}

void object_artist(struct text *text, const struct shape *shape, uint32_t artist)
{
    struct spotify_id id = catalogue_id(shape->catalogue, ID_ARTIST, artist);
    uint64_t figures = catalogue_hash(shape->catalogue, ID_ARTIST, PURPOSE_FIGURES, artist);
    uint64_t genres = catalogue_hash(shape->catalogue, ID_ARTIST, PURPOSE_GENRES, artist);

    text_add(text, "{");
    part_external_urls(text, "artist", &id);
    if (shape->extended) {
        text_add(text, ",\"followers\":{\"href\":null,\"total\":");
        text_number(text, (int64_t)((figures >> 8) % 13000000));
        text_add(text, "}");
    }
    text_add(text, ",\"genres\":[");
    const char *first = name_genre(genres >> 8);
    const char *second = name_genre(genres >> 16);
    if (genres % 5 >= 2)
        text_json(text, first);
    if (genres % 5 >= 4 && second != first) {
        text_add(text, ",");
        text_json(text, second);
    }
    text_add(text, "],\"href\":\"" OBJECT_API "artists/");
    text_add(text, id.text);
    text_add(text, "\",\"id\":\"");
    text_add(text, id.text);
    text_add(text, "\",");
    part_images(text, shape, ID_ARTIST, artist);
    text_add(text, ",");
    part_name(text, shape, ID_ARTIST, artist);
    text_add(text, ",");
    part_popularity(text, shape, ID_ARTIST, artist);
    text_add(text, "\"type\":\"artist\",");
    part_uri(text, "artist", &id);
    text_add(text, "}");
}

static void add_track_members(struct text *text, const struct shape *shape, uint32_t track)
{
    struct spotify_id id = catalogue_id(shape->catalogue, ID_TRACK, track);
    struct artist_list artists = catalogue_artists_of_track(shape->catalogue, track);
    uint32_t album = catalogue_album_of_track(shape->catalogue, track);
    uint64_t hash = catalogue_hash(shape->catalogue, ID_TRACK, PURPOSE_FIGURES, track);

    text_add(text, "\"album\":");
    object_album_stub(text, shape, album);
    text_add(text, ",\"artists\":[");
    for (unsigned i = 0; i < artists.count; i++) {
        if (i > 0)
            text_add(text, ",");
        object_artist_stub(text, shape, artists.numbers[i]);
    }
    text_add(text, "],");
    part_markets(text, shape);
    text_add(text, "\"disc_number\":1,\"duration_ms\":");
    text_number(text, part_duration_ms(hash));
    text_add(text, ",\"explicit\":");
    text_bool(text, hash >> 8 & 1);
    text_add(text, ",\"external_ids\":{\"isrc\":\"QZ");
    text_format(text, "X%02u%07u", (unsigned)(hash >> 12) % 27, track % 10000000);
    text_add(text, "\"},");
    part_links(text, "track", &id);
    text_add(text, ",\"is_local\":false,\"is_playable\":true,");
    part_name(text, shape, ID_TRACK, track);
    text_add(text, ",");
    part_popularity(text, shape, ID_TRACK, track);
    text_add(text, "\"preview_url\":null,\"track_number\":");
    text_number(text, 1 + (int64_t)((hash >> 40) % object_album_track_count(shape, album)));
    text_add(text, ",\"type\":\"track\",");
    part_uri(text, "track", &id);
}

void object_track(struct text *text, const struct shape *shape, uint32_t track)
{
    text_add(text, "{");
    add_track_members(text, shape, track);
    text_add(text, "}");
}

void object_playlist_track(struct text *text, const struct shape *shape, uint32_t track)
{
    text_add(text, "{\"episode\":false,\"track\":true,");
    add_track_members(text, shape, track);
    text_add(text, "}");
}

/* The album or the artist of an episode that is dressed as a track. */
static void add_show_as(struct text *text, const struct shape *shape, const char *type,
                        uint32_t number)
{
    struct spotify_id show = catalogue_id(shape->catalogue, ID_SHOW, number);

    text_format(text, "{\"type\":\"%s\",", type);
    part_links(text, "show", &show);
    text_add(text, ",");
    part_name(text, shape, ID_SHOW, number);
    text_add(text, ",");
    part_uri(text, "show", &show);
    text_add(text, "}");
}

void object_episode_as_track(struct text *text, const struct shape *shape, uint32_t episode)
{
    struct spotify_id id = catalogue_id(shape->catalogue, ID_EPISODE, episode);

    text_add(text, "{\"episode\":true,\"track\":false,\"album\":");
    add_show_as(text, shape, "album", episode % 20);
    text_add(text, ",\"artists\":[");
    add_show_as(text, shape, "artist", episode % 20);
    text_add(text, "],\"disc_number\":0,\"duration_ms\":600000,\"explicit\":false,"
                   "\"external_ids\":{},");
    part_links(text, "episode", &id);
    text_add(text, ",\"is_local\":false,");
    part_name(text, shape, ID_EPISODE, episode);
    text_add(text, ",\"track_number\":0,\"type\":\"track\",");
    part_uri(text, "episode", &id);
    text_add(text, "}");
}

void object_local_uri(struct text *text, uint32_t number)
{
    text_format(text, "spotify:local:Garage+Band:Demos:Take+%u:%u", number % 1000,
                60 + number % 200);
}

void object_local_file(struct text *text, const struct shape *shape, uint32_t number)
{
    const char *markets = shape->extended ? "\"available_markets\":[]," : "";

    text_add(text,
             "{\"episode\":false,\"track\":true,\"album\":{\"album_type\":null,\"artists\":[],");
    text_add(text, markets);
    text_add(text,
             "\"external_urls\":{},\"href\":null,\"id\":null,\"images\":[],\"name\":\"Demos\","
             "\"release_date\":null,\"release_date_precision\":null,\"type\":\"album\","
             "\"uri\":null},\"artists\":[{\"external_urls\":{},\"href\":null,\"id\":null,"
             "\"name\":\"Garage Band\",\"type\":\"artist\",\"uri\":null}],");
    text_add(text, markets);
    text_add(text, "\"disc_number\":0,\"duration_ms\":");
    text_number(text, (60 + number % 200) * INT64_C(1000));
    text_add(text, ",\"explicit\":false,\"external_ids\":{},\"external_urls\":{},\"href\":null,"
                   "\"id\":null,\"is_local\":true,");
    text_format(text, "\"name\":\"Take %u\",", number % 1000);
    text_add(text, shape->extended ? "\"popularity\":0," : "");
    text_add(text, "\"preview_url\":null,\"track_number\":0,\"type\":\"track\",\"uri\":\"");
    object_local_uri(text, number);
    text_add(text, "\"}");
}

void object_user(struct text *text, const char *id, const char *display_name)
{
    text_add(text, "{");
    if (display_name != NULL) {
        text_add(text, "\"display_name\":");
        text_json(text, display_name);
        text_add(text, ",");
    }
    text_format(text,
                "\"external_urls\":{\"spotify\":\"https://open.spotify.com/user/%s\"},"
                "\"href\":\"" OBJECT_API "users/%s\",\"id\":",
                id, id);
    text_json(text, id);
    text_format(text, ",\"type\":\"user\",\"uri\":\"spotify:user:%s\"}", id);
}

void object_snapshot_id(struct text *text, const struct catalogue *catalogue, uint32_t playlist,
                        uint32_t version)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint64_t hash =
        catalogue_hash(catalogue, ID_PLAYLIST, PURPOSE_CODE, ((uint64_t)version << 32) + playlist);
    char snapshot[32];

    for (unsigned i = 0; i < 6; i++)
        snapshot[i] = alphabet[(uint64_t)version << 4 >> (30 - 6 * i) & 63];
    for (unsigned i = 6; i < sizeof snapshot; i++)
        snapshot[i] = alphabet[(hash >> i ^ hash << (i & 7)) & 63];
    text_bytes(text, snapshot, sizeof snapshot);
}
