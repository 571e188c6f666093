#ifndef STAND_IN_SPOTIFY_ID_H
#define STAND_IN_SPOTIFY_ID_H

/* Spotify's ids: 22 base62 characters. These carry a kind and a number under a seed, and look
 * random. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SPOTIFY_ID_LENGTH 22

enum id_kind {
    ID_TRACK = 1,
    ID_ALBUM,
    ID_ARTIST,
    ID_PLAYLIST,
    ID_EPISODE,
    ID_SHOW,
    ID_ALBUM_TRACK,
    ID_AUDIOBOOK,
};

struct spotify_id {
    char text[SPOTIFY_ID_LENGTH + 1];
};

/* The id of a number (below 2^56). */
struct spotify_id spotify_id_make(uint64_t seed, enum id_kind kind, uint64_t number);

/* Whether the text has the form of an id. */
bool spotify_id_well_formed(const char *text, size_t length);

/* Reads the number back; false when the text is no id made with this seed for this kind. */
bool spotify_id_read(uint64_t seed, enum id_kind kind, const char *text, size_t length,
                     uint64_t *number);

#endif
