#include "catalogue.h"

#include "dice.h"

enum purpose { PURPOSE_ALBUM = 100, PURPOSE_MAIN_ARTIST, PURPOSE_GUESTS, PURPOSE_GUEST };

uint64_t catalogue_hash(const struct catalogue *catalogue, enum id_kind kind, unsigned purpose,
                        uint64_t number)
{
    return dice_hash(catalogue->seed, (uint64_t)kind * 1000 + purpose, number);
}

struct spotify_id catalogue_id(const struct catalogue *catalogue, enum id_kind kind,
                               uint64_t number)
{
    return spotify_id_make(catalogue->seed, kind, number);
}

/* A number below `count`, low ones far more often than high ones: a few artists fill a library. */
static uint32_t skewed(uint64_t hash, uint32_t count)
{
    uint64_t uniform = hash >> 32;
    return (uint32_t)(((uniform * uniform) >> 32) * count >> 32);
}

uint32_t catalogue_album_of_track(const struct catalogue *catalogue, uint32_t track)
{
    uint64_t hash = catalogue_hash(catalogue, ID_TRACK, PURPOSE_ALBUM, track);

    /* The first tracks see to it that every album is there. */
    if (track < catalogue->tracks && track < catalogue->albums)
        return track;
    if (track >= catalogue->tracks && track < CATALOGUE_STRANGERS &&
        (track - catalogue->tracks) % 3 == 0)
        return catalogue->albums + (track - catalogue->tracks) / 3;
    return skewed(hash, catalogue->albums);
}

uint32_t catalogue_artist_of_album(const struct catalogue *catalogue, uint32_t album)
{
    uint64_t hash = catalogue_hash(catalogue, ID_ALBUM, PURPOSE_MAIN_ARTIST, album);

    if (album < catalogue->albums && album < catalogue->artists)
        return album;
    if (album >= catalogue->albums && (album - catalogue->albums) % 2 == 0)
        return catalogue->artists + (album - catalogue->albums) / 2;
    return skewed(hash, catalogue->artists);
}

static void add_artist(struct artist_list *list, uint32_t artist)
{
    for (unsigned i = 0; i < list->count; i++) {
        if (list->numbers[i] == artist)
            return;
    }
    list->numbers[list->count++] = artist;
}

struct artist_list catalogue_artists_of_track(const struct catalogue *catalogue, uint32_t track)
{
    struct artist_list list = {.count = 0};
    uint64_t hash = catalogue_hash(catalogue, ID_TRACK, PURPOSE_GUESTS, track);
    uint32_t leads =
        catalogue->albums < catalogue->artists ? catalogue->albums : catalogue->artists;

    add_artist(&list,
               catalogue_artist_of_album(catalogue, catalogue_album_of_track(catalogue, track)));
    /* Artists who lead no album are guests on the first tracks, so that every artist is there. */
    if (track < catalogue->tracks && track < catalogue->artists - leads)
        add_artist(&list, leads + track);
    unsigned wanted = hash % 100 < 60 ? 1 : hash % 100 < 85 ? 2 : 3;
    for (unsigned i = list.count; i < wanted; i++) {
        uint64_t guest =
            catalogue_hash(catalogue, ID_TRACK, PURPOSE_GUEST, (uint64_t)track * 4 + i);
        add_artist(&list, skewed(guest, catalogue->artists));
    }
    return list;
}

uint32_t catalogue_album_count(const struct catalogue *catalogue, uint32_t tracks)
{
    uint32_t later = tracks > catalogue->tracks ? tracks - catalogue->tracks : 0;
    return catalogue->albums + (later + 2) / 3;
}

uint32_t catalogue_artist_count(const struct catalogue *catalogue, uint32_t albums)
{
    uint32_t later = albums > catalogue->albums ? albums - catalogue->albums : 0;
    uint32_t count = catalogue->artists + (later + 1) / 2;
    return count > catalogue->known_artists ? count : catalogue->known_artists;
}
