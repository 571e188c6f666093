#include "names.h"

#include <stdio.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const char *const qualities[] = {
    "Amber",   "Broken", "Crystal", "Distant", "Électrique", "Fading",   "Golden",  "Hollow",
    "Velvet",  "Jagged", "Kinder",  "Lunar",   "Midnight",   "Northern", "Ominous", "Paper",
    "Quiet",   "Rusty",  "Silver",  "Tender",  "Über",       "Violet",   "Wild",    "Scarlet",
    "Ålesund", "Zephyr", "Śniady",  "Señor",   "Winter",     "Neon",
};

static const char *const things[] = {
    "Anchors", "Birches",   "Canals",    "Dunes",       "Échos",    "Foxes",
    "Gardens", "Harbours",  "Islands",   "Jesters",     "Kites",    "Letters",
    "Mirrors", "Novembers", "Orchards",  "Pilots",      "Quarries", "Rivers",
    "Señales", "Trains",    "Umbrellas", "Valleys",     "Whispers", "Xylophones",
    "Yachts",  "Zimní",     "Møller",    "Lighthouses", "Pockets",  "Satellites",
};

static const char *const people[] = {
    "Anaïs Delorme",   "Björn Askeland",  "Chloë Vantongeren", "Dorota Śliwińska",
    "Eoin Mac Giolla", "Fátima Quintal",  "Güneş Yıldırım",    "Håkon Løvås",
    "Inês Conceição",  "Jiří Žemlička",   "Kiri Tamahou",      "Łukasz Wrzos",
    "Màiri Nic Leòid", "Nguyễn Thu Trâm", "Ólöf Hrafnsdóttir", "Pelé Sørensen",
    "Quentin Baudry",  "Răzvan Ionescu",  "Siân O'Hara",       "Tomás Ñíguez",
};

/* Names that break naive programs: other scripts, quotes, a backslash, markup, emoji, spaces. */
static const char *const curiosities[] = {
    "Северный Ветер",
    "Тихая Гавань",
    "夜の汽車",
    "青い鯨",
    "北方的灯塔",
    "비 오는 서울",
    "الليل الطويل",
    "רוח צפונית",
    "เสียงฝน",
    "Σιωπηλή Θάλασσα",
    "\"Quoted\" Lemons",
    "Back\\Slash",
    "Fox 🦊 & Moon 🌙",
    "👩‍👩‍👧‍👦 Family",
    "100% <b>Bold</b>; DROP TABLE",
    "It's 'Single'",
    "Tab\there",
    "e\xcc\x81toile (combining)",
    "  spaces around  ",
    "$HOME `echo` \\n",
    "null",
    "𝕬𝖓𝖈𝖎𝖊𝖓𝖙",
};

static const char *const genres[] = {
    "power metal", "dream pop", "chanson",   "synthwave",       "indie folk",  "drum and bass",
    "j-rock",      "ambient",   "post-punk", "nederpop",        "trip hop",    "bossa nova",
    "krautrock",   "hyperpop",  "cumbia",    "neo-psychedelic", "chamber pop", "sea shanties",
};

static const char *pick(const char *const *list, size_t count, uint64_t hash)
{
    return list[hash % count];
}

static void write_artist(uint64_t hash, char name[NAME_SIZE])
{
    const char *quality = pick(qualities, COUNT(qualities), hash >> 8);
    const char *thing = pick(things, COUNT(things), hash >> 24);

    if (hash % 4 == 0)
        (void)snprintf(name, NAME_SIZE, "%s", pick(people, COUNT(people), hash >> 8));
    else if (hash % 4 == 1)
        (void)snprintf(name, NAME_SIZE, "The %s %s", quality, thing);
    else
        (void)snprintf(name, NAME_SIZE, "%s %s", quality, thing);
}

static void write_work(uint64_t hash, char name[NAME_SIZE])
{
    const char *quality = pick(qualities, COUNT(qualities), hash >> 8);
    const char *thing = pick(things, COUNT(things), hash >> 24);

    switch (hash % 8) {
    case 0:
        (void)snprintf(name, NAME_SIZE, "%s", thing);
        break;
    case 1:
        (void)snprintf(name, NAME_SIZE, "%s %s (feat. %s)", quality, thing,
                       pick(people, COUNT(people), hash >> 40));
        break;
    case 2:
        (void)snprintf(name, NAME_SIZE, "%s in %s - Remastered %u", thing, quality,
                       1990 + (unsigned)((hash >> 40) % 35));
        break;
    default:
        (void)snprintf(name, NAME_SIZE, "%s %s", quality, thing);
    }
}

void name_write(enum name_kind kind, uint64_t hash, char name[NAME_SIZE])
{
    if ((hash >> 52) % 16 == 0) {
        (void)snprintf(name, NAME_SIZE, "%s", pick(curiosities, COUNT(curiosities), hash >> 8));
        return;
    }
    switch (kind) {
    case NAME_ARTIST:
        write_artist(hash, name);
        return;
    case NAME_LABEL:
        (void)snprintf(name, NAME_SIZE, "%s Records", pick(qualities, COUNT(qualities), hash >> 8));
        return;
    case NAME_EPISODE:
        (void)snprintf(name, NAME_SIZE, "#%u %s", (unsigned)((hash >> 8) % 300),
                       pick(things, COUNT(things), hash >> 24));
        return;
    case NAME_ALBUM:
    case NAME_TRACK:
        if ((hash >> 40) % 200 == 0) {
            name[0] = '\0';
            return;
        }
        write_work(hash, name);
        return;
    case NAME_PLAYLIST:
        write_work(hash, name);
        return;
    }
}

const char *name_genre(uint64_t hash)
{
    return pick(genres, COUNT(genres), hash);
}
