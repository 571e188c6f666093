#ifndef STAND_IN_ENDPOINT_H
#define STAND_IN_ENDPOINT_H

/* The kinds of endpoint, each with the name that options, log and statistics use. */

#include <stdbool.h>
#include <stddef.h>

enum endpoint {
    ENDPOINT_ME,
    ENDPOINT_TRACKS,
    ENDPOINT_SAVED_ALBUMS,
    ENDPOINT_SAVED_SHOWS,
    ENDPOINT_SAVED_EPISODES,
    ENDPOINT_SAVED_AUDIOBOOKS,
    ENDPOINT_FOLLOWING,
    ENDPOINT_TOP_ARTISTS,
    ENDPOINT_RECENTLY_PLAYED,
    ENDPOINT_PLAYLISTS,
    ENDPOINT_PLAYLIST,
    ENDPOINT_PLAYLIST_ITEMS,
    ENDPOINT_PLAYLIST_TRACKS,
    ENDPOINT_ARTISTS,
    ENDPOINT_ARTIST,
    ENDPOINT_ALBUMS,
    ENDPOINT_ALBUM,
    ENDPOINT_CONTAINS,
    ENDPOINT_SAVE,
    ENDPOINT_MAKE_PLAYLIST,
    ENDPOINT_ADD_ITEMS,
    ENDPOINT_UNKNOWN,
    ENDPOINT_AUTHORIZE,
    ENDPOINT_TOKEN,
    ENDPOINT_COUNT,
    /* A request to steer the server, which is not counted, logged or delayed. */
    ENDPOINT_CONTROL = ENDPOINT_COUNT,
};

const char *endpoint_name(enum endpoint endpoint);

const char *endpoint_path(enum endpoint endpoint);

/* The one method that it takes. */
const char *endpoint_method(enum endpoint endpoint);

/* False when there is none of that name. */
bool endpoint_named(const char *name, size_t length, enum endpoint *endpoint);

/* Splits "ENDPOINT=REST": returns the rest, or NULL when there is no such endpoint. */
const char *endpoint_split(const char *value, enum endpoint *endpoint);

/* The endpoint of a method and a path, or one of that path with another method; *id is the part of
 * the path that is an id, or NULL. */
enum endpoint endpoint_find(const char *method, const char *path, const char **id,
                            size_t *id_length);

/* Whether it belongs to the Web API: paths below /v1/, whose requests are numbered. */
bool endpoint_is_api(enum endpoint endpoint);

#endif
