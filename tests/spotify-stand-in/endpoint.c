#include "endpoint.h"

#include <string.h>

/* A star stands for an id. */
static const struct {
    const char *name;
    const char *path;
    /* NULL: GET. */
    const char *method;
} endpoints[] = {
    [ENDPOINT_ME] = {"me", "/v1/me"},
    [ENDPOINT_TRACKS] = {"tracks", "/v1/me/tracks"},
    [ENDPOINT_SAVED_ALBUMS] = {"saved-albums", "/v1/me/albums"},
    [ENDPOINT_SAVED_SHOWS] = {"saved-shows", "/v1/me/shows"},
    [ENDPOINT_SAVED_EPISODES] = {"saved-episodes", "/v1/me/episodes"},
    [ENDPOINT_SAVED_AUDIOBOOKS] = {"saved-audiobooks", "/v1/me/audiobooks"},
    [ENDPOINT_FOLLOWING] = {"following", "/v1/me/following"},
    [ENDPOINT_TOP_ARTISTS] = {"top-artists", "/v1/me/top/artists"},
    [ENDPOINT_RECENTLY_PLAYED] = {"recently-played", "/v1/me/player/recently-played"},
    [ENDPOINT_PLAYLISTS] = {"playlists", "/v1/me/playlists"},
    [ENDPOINT_PLAYLIST] = {"playlist", "/v1/playlists/*"},
    [ENDPOINT_PLAYLIST_ITEMS] = {"playlist-items", "/v1/playlists/*/items"},
    [ENDPOINT_PLAYLIST_TRACKS] = {"playlist-tracks", "/v1/playlists/*/tracks"},
    [ENDPOINT_ARTISTS] = {"artists", "/v1/artists"},
    [ENDPOINT_ARTIST] = {"artist", "/v1/artists/*"},
    [ENDPOINT_ALBUMS] = {"albums", "/v1/albums"},
    [ENDPOINT_ALBUM] = {"album", "/v1/albums/*"},
    [ENDPOINT_CONTAINS] = {"contains", "/v1/me/library/contains"},
    [ENDPOINT_SAVE] = {"save", "/v1/me/library", "PUT"},
    [ENDPOINT_MAKE_PLAYLIST] = {"make-playlist", "/v1/me/playlists", "POST"},
    [ENDPOINT_ADD_ITEMS] = {"add-items", "/v1/playlists/*/items", "POST"},
    [ENDPOINT_UNKNOWN] = {"unknown", ""},
    [ENDPOINT_AUTHORIZE] = {"authorize", "/authorize"},
    [ENDPOINT_TOKEN] = {"token", "/api/token", "POST"},
};

const char *endpoint_name(enum endpoint endpoint)
{
    return endpoints[endpoint].name;
}

const char *endpoint_path(enum endpoint endpoint)
{
    return endpoints[endpoint].path;
}

const char *endpoint_method(enum endpoint endpoint)
{
    const char *method = endpoints[endpoint].method;
    return method != NULL ? method : "GET";
}

bool endpoint_named(const char *name, size_t length, enum endpoint *endpoint)
{
    for (int i = 0; i < ENDPOINT_COUNT; i++) {
        if (strlen(endpoints[i].name) == length && memcmp(endpoints[i].name, name, length) == 0) {
            *endpoint = (enum endpoint)i;
            return true;
        }
    }
    return false;
}

static bool path_fits(const char *pattern, const char *path, const char **id, size_t *id_length)
{
    const char *star = strchr(pattern, '*');

    if (star == NULL)
        return strcmp(pattern, path) == 0;
    size_t lead = (size_t)(star - pattern);
    if (strncmp(pattern, path, lead) != 0)
        return false;
    size_t length = strcspn(path + lead, "/");
    if (length == 0 || strcmp(path + lead + length, star + 1) != 0)
        return false;
    *id = path + lead;
    *id_length = length;
    return true;
}

const char *endpoint_split(const char *value, enum endpoint *endpoint)
{
    size_t length = strcspn(value, "=");

    if (value[length] != '=' || !endpoint_named(value, length, endpoint))
        return NULL;
    return value + length + 1;
}

enum endpoint endpoint_find(const char *method, const char *path, const char **id,
                            size_t *id_length)
{
    enum endpoint found = ENDPOINT_UNKNOWN;

    *id = NULL;
    *id_length = 0;
    if (strncmp(path, "/stand-in/", 10) == 0)
        return ENDPOINT_CONTROL;
    for (int i = 0; i < ENDPOINT_COUNT; i++) {
        if (!path_fits(endpoints[i].path, path, id, id_length))
            continue;
        if (strcmp(endpoint_method((enum endpoint)i), method) == 0)
            return (enum endpoint)i;
        if (found == ENDPOINT_UNKNOWN)
            found = (enum endpoint)i;
    }
    return found;
}

bool endpoint_is_api(enum endpoint endpoint)
{
    return endpoint <= ENDPOINT_UNKNOWN;
}
