#ifndef STAND_IN_NAMES_H
#define STAND_IN_NAMES_H

/* Invented names in many scripts, chosen by a hash. */

#include <stdint.h>

/* Room for the longest name and its NUL. */
#define NAME_SIZE 160

enum name_kind {
    NAME_ARTIST,
    NAME_ALBUM,
    NAME_TRACK,
    NAME_PLAYLIST,
    NAME_EPISODE,
    NAME_LABEL,
};

/* Writes a name as a string of UTF-8. A few albums and tracks have an empty one. */
void name_write(enum name_kind kind, uint64_t hash, char name[NAME_SIZE]);

/* A genre. */
const char *name_genre(uint64_t hash);

#endif
