#ifndef STAND_IN_CATALOGUE_H
#define STAND_IN_CATALOGUE_H

/* The synthetic music: which album a track is on and who sings it, all functions of numbers and a
 * seed, so that a million tracks need no memory. Tracks 0 to tracks-1 are the library's first ones;
 * later ones are saved by changes, and every third of them brings a new album, every sixth a new
 * artist. Tracks from CATALOGUE_STRANGERS on are only in playlists. */

#include "spotify_id.h"

#define CATALOGUE_STRANGERS   UINT32_C(0x40000000)
#define CATALOGUE_MAX_ARTISTS 3

struct catalogue {
    uint64_t seed;
    uint32_t tracks;
    uint32_t albums;
    uint32_t artists;
    /* Artist numbers below this are known to the API; at least `artists`. */
    uint32_t known_artists;
};

/* The numbers of a track's or an album's artists, the main one first. */
struct artist_list {
    uint32_t numbers[CATALOGUE_MAX_ARTISTS];
    unsigned count;
};

uint32_t catalogue_album_of_track(const struct catalogue *catalogue, uint32_t track);

uint32_t catalogue_artist_of_album(const struct catalogue *catalogue, uint32_t album);

struct artist_list catalogue_artists_of_track(const struct catalogue *catalogue, uint32_t track);

/* How many albums there are when track numbers below `tracks` are in use. */
uint32_t catalogue_album_count(const struct catalogue *catalogue, uint32_t tracks);

/* How many artists there are when album numbers below `albums` are in use. */
uint32_t catalogue_artist_count(const struct catalogue *catalogue, uint32_t albums);

/* A hash of a thing for one purpose (a number that the caller chooses). */
uint64_t catalogue_hash(const struct catalogue *catalogue, enum id_kind kind, unsigned purpose,
                        uint64_t number);

/* The id of a thing. */
struct spotify_id catalogue_id(const struct catalogue *catalogue, enum id_kind kind,
                               uint64_t number);

#endif
