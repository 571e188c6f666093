#include "objects.h"

#include "names.h"

enum purpose {
    PURPOSE_NAME = 1,
    PURPOSE_IMAGE,
    PURPOSE_FIGURES,
    PURPOSE_GENRES,
    PURPOSE_DATE,
    PURPOSE_CODE,
};

static const char countries[] =
    "AR AU AT BE BO BR BG CA CL CO CR CY CZ DK DO DE EC EE SV FI FR GR GT HN HK HU IS IE "
    "IT LV LT LU MY MT MX NL NZ NI NO PA PY PE PH PL PT SG SK ES SE CH TW TR UY US GB AD "
    "LI MC ID JP TH VN RO IL ZA SA AE BH QA OM KW EG MA DZ TN LB JO PS IN BY KZ MD UA AL "
    "BA HR ME MK RS SI KR BD PK LK GH KE NG TZ UG AG AM BS BB BZ BT BW BF CV CW DM FJ GM "
    "GE GD GW GY HT JM KI LS LR MW MV ML MH FM NA NR NE PW PG PR WS SM ST SN SC SL SB KN "
    "LC VC SR TL TO TT TV VU AZ BN BI KH CM TD KM GQ SZ GA GN KG LA MO MR MN NP RW TG UZ "
    "ZW BJ MG MU MZ AO CI DJ ZM CD CG IQ LY TJ VE ET XK ";

void object_markets(struct text *text, unsigned count)
{
    text_add(text, "[");
    for (const char *at = countries; *at != '\0' && count > 0; at += 3, count--) {
        text_json_bytes(text, at, 2);
        text_add(text, ",");
    }
    text_drop_last(text, ',');
    text_add(text, "]");
}

void object_name(const struct catalogue *catalogue, enum id_kind kind, uint64_t number, char name[])
{
    static const enum name_kind names[] = {
        [ID_TRACK] = NAME_TRACK,       [ID_ALBUM] = NAME_ALBUM,     [ID_ARTIST] = NAME_ARTIST,
        [ID_PLAYLIST] = NAME_PLAYLIST, [ID_EPISODE] = NAME_EPISODE, [ID_SHOW] = NAME_ARTIST,
        [ID_ALBUM_TRACK] = NAME_TRACK,
    };
    name_write(names[kind], catalogue_hash(catalogue, kind, PURPOSE_NAME, number), name);
}

static void add_name(struct text *text, const struct shape *shape, enum id_kind kind,
                     uint64_t number)
{
    char name[NAME_SIZE];

    object_name(shape->catalogue, kind, number, name);
    text_add(text, "\"name\":");
    text_json(text, name);
}

static void add_external_urls(struct text *text, const char *word, const struct spotify_id *id)
{
    text_add(text, "\"external_urls\":{\"spotify\":\"https://open.spotify.com/");
    text_add(text, word);
    text_add(text, "/");
    text_bytes(text, id->text, SPOTIFY_ID_LENGTH);
    text_add(text, "\"}");
}

/* external_urls, href, id; the three stand together in every object. */
static void add_links(struct text *text, const char *word, const struct spotify_id *id)
{
    add_external_urls(text, word, id);
    text_add(text, ",\"href\":\"" OBJECT_API);
    text_add(text, word);
    text_add(text, "s/");
    text_bytes(text, id->text, SPOTIFY_ID_LENGTH);
    text_add(text, "\",\"id\":\"");
    text_bytes(text, id->text, SPOTIFY_ID_LENGTH);
    text_add(text, "\"");
}

static void add_uri(struct text *text, const char *word, const struct spotify_id *id)
{
    text_add(text, "\"uri\":\"spotify:");
    text_add(text, word);
    text_add(text, ":");
    text_bytes(text, id->text, SPOTIFY_ID_LENGTH);
    text_add(text, "\"");
}

static void add_images(struct text *text, const struct shape *shape, enum id_kind kind,
                       uint64_t number)
{
    static const struct {
        const char *album;
        const char *artist;
        const char *size[2];
    } sizes[] = {
        {"ab67616d0000b273", "ab6761610000e5eb", {"640", "640"}},
        {"ab67616d00001e02", "ab67616100005174", {"300", "320"}},
        {"ab67616d00004851", "ab6761610000f178", {"64", "160"}},
    };
    static const char hex[] = "0123456789abcdef";
    uint64_t hash = catalogue_hash(shape->catalogue, kind, PURPOSE_IMAGE, number);
    char picture[24];

    for (unsigned i = 0; i < sizeof picture; i++)
        picture[i] = hex[(hash >> (i % 16 * 4) ^ i / 16) & 15];
    text_add(text, "\"images\":[");
    for (unsigned i = 0; i < 3; i++) {
        const char *size = sizes[i].size[kind == ID_ARTIST];
        text_add(text, i > 0 ? ",{\"height\":" : "{\"height\":");
        text_add(text, size);
        text_add(text, ",\"width\":");
        text_add(text, size);
        text_add(text, ",\"url\":\"https://i.scdn.co/image/");
        text_add(text, kind == ID_ARTIST ? sizes[i].artist : sizes[i].album);
        text_bytes(text, picture, sizeof picture);
        text_add(text, "\"}");
    }
    text_add(text, "]");
}

static void add_markets(struct text *text, const struct shape *shape)
{
    if (!shape->extended)
        return;
    text_add(text, "\"available_markets\":");
    text_add(text, shape->markets);
    text_add(text, ",");
}

static void add_popularity(struct text *text, const struct shape *shape, enum id_kind kind,
                           uint64_t number)
{
    if (!shape->extended)
        return;
    text_add(text, "\"popularity\":");
    text_number(text,
                (int64_t)(catalogue_hash(shape->catalogue, kind, PURPOSE_FIGURES, number) % 101));
    text_add(text, ",");
}

void object_artist_stub(struct text *text, const struct shape *shape, uint32_t artist)
{
    struct spotify_id id = catalogue_id(shape->catalogue, ID_ARTIST, artist);

    text_add(text, "{");
    add_links(text, "artist", &id);
    text_add(text, ",");
    add_name(text, shape, ID_ARTIST, artist);
    text_add(text, ",\"type\":\"artist\",");
    add_uri(text, "artist", &id);
    text_add(text, "}");
}

void object_artist(struct text *text, const struct shape *shape, uint32_t artist)
{
    struct spotify_id id = catalogue_id(shape->catalogue, ID_ARTIST, artist);
    uint64_t figures = catalogue_hash(shape->catalogue, ID_ARTIST, PURPOSE_FIGURES, artist);
    uint64_t genres = catalogue_hash(shape->catalogue, ID_ARTIST, PURPOSE_GENRES, artist);

    text_add(text, "{");
    add_external_urls(text, "artist", &id);
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
    add_images(text, shape, ID_ARTIST, artist);
    text_add(text, ",");
    add_name(text, shape, ID_ARTIST, artist);
    text_add(text, ",");
    add_popularity(text, shape, ID_ARTIST, artist);
    text_add(text, "\"type\":\"artist\",");
    add_uri(text, "artist", &id);
    text_add(text, "}");
}

static unsigned tracks_on_album(const struct shape *shape, uint32_t album)
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
    unsigned tracks = tracks_on_album(shape, album);

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

/* The album as it stands in a track. */
static void add_album_stub(struct text *text, const struct shape *shape, uint32_t album)
{
    struct spotify_id id = catalogue_id(shape->catalogue, ID_ALBUM, album);

    text_add(text, "{");
    add_album_type(text, shape, album);
    add_album_artists(text, shape, album);
    add_markets(text, shape);
    add_links(text, "album", &id);
    text_add(text, ",");
    add_images(text, shape, ID_ALBUM, album);
    text_add(text, ",\"is_playable\":true,");
    add_name(text, shape, ID_ALBUM, album);
    text_add(text, ",");
    add_release_date(text, shape, album);
    text_add(text, "\"type\":\"album\",");
    add_uri(text, "album", &id);
    text_add(text, "}");
}

static int64_t duration_ms(uint64_t hash)
{
    return 60000 + (int64_t)((hash >> 20) % 360000);
}

static void add_album_track(struct text *text, const struct shape *shape, uint32_t album,
                            unsigned place)
{
    uint64_t number = (uint64_t)album * 64 + place;
    uint64_t hash = catalogue_hash(shape->catalogue, ID_ALBUM_TRACK, PURPOSE_FIGURES, number);
    struct spotify_id id = catalogue_id(shape->catalogue, ID_ALBUM_TRACK, number);

    text_add(text, "{");
    add_album_artists(text, shape, album);
    add_markets(text, shape);
    text_add(text, "\"disc_number\":1,\"duration_ms\":");
    text_number(text, duration_ms(hash));
    text_add(text, ",\"explicit\":");
    text_bool(text, hash >> 8 & 1);
    text_add(text, ",");
    add_links(text, "track", &id);
    text_add(text, ",");
    add_name(text, shape, ID_ALBUM_TRACK, number);
    text_add(text, ",\"preview_url\":null,\"track_number\":");
    text_number(text, place + 1);
    text_add(text, ",\"type\":\"track\",");
    add_uri(text, "track", &id);
    text_add(text, ",\"is_local\":false}");
}

void object_album(struct text *text, const struct shape *shape, uint32_t album)
{
    struct spotify_id id = catalogue_id(shape->catalogue, ID_ALBUM, album);
    uint64_t code = catalogue_hash(shape->catalogue, ID_ALBUM, PURPOSE_CODE, album);
    unsigned tracks = tracks_on_album(shape, album);
    char label[NAME_SIZE];

    name_write(NAME_LABEL, code, label);
    text_add(text, "{");
    add_album_type(text, shape, album);
    add_markets(text, shape);
    add_links(text, "album", &id);
    text_add(text, ",");
    add_images(text, shape, ID_ALBUM, album);
    text_add(text, ",");
    add_name(text, shape, ID_ALBUM, album);
    text_add(text, ",");
    add_release_date(text, shape, album);
    text_add(text, "\"type\":\"album\",");
    add_uri(text, "album", &id);
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
    add_popularity(text, shape, ID_ALBUM, album);
    text_drop_last(text, ',');
    text_add(text, "}");
}

static void add_track_members(struct text *text, const struct shape *shape, uint32_t track)
{
    struct spotify_id id = catalogue_id(shape->catalogue, ID_TRACK, track);
    struct artist_list artists = catalogue_artists_of_track(shape->catalogue, track);
    uint32_t album = catalogue_album_of_track(shape->catalogue, track);
    uint64_t hash = catalogue_hash(shape->catalogue, ID_TRACK, PURPOSE_FIGURES, track);

    text_add(text, "\"album\":");
    add_album_stub(text, shape, album);
    text_add(text, ",\"artists\":[");
    for (unsigned i = 0; i < artists.count; i++) {
        if (i > 0)
            text_add(text, ",");
        object_artist_stub(text, shape, artists.numbers[i]);
    }
    text_add(text, "],");
    add_markets(text, shape);
    text_add(text, "\"disc_number\":1,\"duration_ms\":");
    text_number(text, duration_ms(hash));
    text_add(text, ",\"explicit\":");
    text_bool(text, hash >> 8 & 1);
    text_add(text, ",\"external_ids\":{\"isrc\":\"QZ");
    text_format(text, "X%02u%07u", (unsigned)(hash >> 12) % 27, track % 10000000);
    text_add(text, "\"},");
    add_links(text, "track", &id);
    text_add(text, ",\"is_local\":false,\"is_playable\":true,");
    add_name(text, shape, ID_TRACK, track);
    text_add(text, ",");
    add_popularity(text, shape, ID_TRACK, track);
    text_add(text, "\"preview_url\":null,\"track_number\":");
    text_number(text, 1 + (int64_t)((hash >> 40) % tracks_on_album(shape, album)));
    text_add(text, ",\"type\":\"track\",");
    add_uri(text, "track", &id);
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

void object_episode(struct text *text, const struct shape *shape, uint32_t episode)
{
    struct spotify_id id = catalogue_id(shape->catalogue, ID_EPISODE, episode);
    struct spotify_id show = catalogue_id(shape->catalogue, ID_SHOW, episode % 20);
    uint64_t hash = catalogue_hash(shape->catalogue, ID_EPISODE, PURPOSE_FIGURES, episode);

    text_add(text, "{\"episode\":true,\"track\":false,\"description\":\"An episode\","
                   "\"duration_ms\":");
    text_number(text, 600000 + duration_ms(hash) * 4);
    text_add(text, ",\"explicit\":false,");
    add_links(text, "episode", &id);
    text_add(text, ",");
    add_images(text, shape, ID_EPISODE, episode);
    text_add(text, ",\"is_externally_hosted\":false,\"is_playable\":true,\"language\":\"en\","
                   "\"languages\":[\"en\"],");
    add_name(text, shape, ID_EPISODE, episode);
    text_add(text, ",\"release_date\":\"2025-03-14\",\"release_date_precision\":\"day\","
                   "\"type\":\"episode\",");
    add_uri(text, "episode", &id);
    text_add(text, ",\"show\":{");
    add_markets(text, shape);
    add_links(text, "show", &show);
    text_add(text, ",");
    add_name(text, shape, ID_SHOW, episode % 20);
    text_add(text, ",\"publisher\":\"A publisher\",\"type\":\"show\",");
    add_uri(text, "show", &show);
    text_add(text, "}}");
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
