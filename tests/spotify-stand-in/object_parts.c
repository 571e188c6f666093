#include "object_parts.h"

#include "names.h"

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
        [ID_ALBUM_TRACK] = NAME_TRACK, [ID_AUDIOBOOK] = NAME_ALBUM,
    };
    name_write(names[kind], catalogue_hash(catalogue, kind, PURPOSE_NAME, number), name);
}

void part_name(struct text *text, const struct shape *shape, enum id_kind kind, uint64_t number)
{
    char name[NAME_SIZE];

    object_name(shape->catalogue, kind, number, name);
    text_add(text, "\"name\":");
    text_json(text, name);
}

void part_external_urls(struct text *text, const char *word, const struct spotify_id *id)
{
    text_add(text, "\"external_urls\":{\"spotify\":\"https://open.spotify.com/");
    text_add(text, word);
    text_add(text, "/");
    text_bytes(text, id->text, SPOTIFY_ID_LENGTH);
    text_add(text, "\"}");
}

/* external_urls, href, id; the three stand together in every object. */
void part_links(struct text *text, const char *word, const struct spotify_id *id)
{
    part_external_urls(text, word, id);
    text_add(text, ",\"href\":\"" OBJECT_API);
    text_add(text, word);
    text_add(text, "s/");
    text_bytes(text, id->text, SPOTIFY_ID_LENGTH);
    text_add(text, "\",\"id\":\"");
    text_bytes(text, id->text, SPOTIFY_ID_LENGTH);
    text_add(text, "\"");
}

void part_uri(struct text *text, const char *word, const struct spotify_id *id)
{
    text_add(text, "\"uri\":\"spotify:");
    text_add(text, word);
    text_add(text, ":");
    text_bytes(text, id->text, SPOTIFY_ID_LENGTH);
    text_add(text, "\"");
}

void part_images(struct text *text, const struct shape *shape, enum id_kind kind, uint64_t number)
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

void part_markets(struct text *text, const struct shape *shape)
{
    if (!shape->extended)
        return;
    text_add(text, "\"available_markets\":");
    text_add(text, shape->markets);
    text_add(text, ",");
}

void part_popularity(struct text *text, const struct shape *shape, enum id_kind kind,
                     uint64_t number)
{
    if (!shape->extended)
        return;
    text_add(text, "\"popularity\":");
    text_number(text,
                (int64_t)(catalogue_hash(shape->catalogue, kind, PURPOSE_FIGURES, number) % 101));
    text_add(text, ",");
}

int64_t part_duration_ms(uint64_t hash)
{
    return 60000 + (int64_t)((hash >> 20) % 360000);
}
