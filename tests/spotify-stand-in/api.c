#include "api.h"

#include "call.h"
#include "query.h"
#include "spoken.h"

#include <stdlib.h>

#define ARTISTS_LIMIT 50
#define ALBUMS_LIMIT  20

/* Writes the artist or album with an id; false when there is none. */
static bool add_by_id(struct call *call, enum id_kind kind, const char *id, size_t length)
{
    const struct library *library = &call->in->library;
    uint32_t raw = library_recorded(library, kind, id, length);
    uint64_t number;

    if (id_set_has(&library->unavailable, id))
        return false;
    if (raw != 0) {
        call_add_raw(call, raw);
        return true;
    }
    if (!spotify_id_read(library->catalogue.seed, kind, id, length, &number) ||
        number >= library_known(library, kind))
        return false;
    if (kind == ID_ARTIST)
        object_artist(call->body, &call->shape, (uint32_t)number);
    else
        object_album(call->body, &call->shape, (uint32_t)number);
    return true;
}

static void answer_one(struct call *call, enum id_kind kind)
{
    const struct request *request = call->request;

    if (!spotify_id_well_formed(request->id, request->id_length))
        answer_error(call->answer, 400, "invalid id");
    else if (!add_by_id(call, kind, request->id, request->id_length))
        answer_error(call->answer, 404, "Resource not found");
}

/* Whether all ids, parted by commas, have the form of ids; counts them. */
static bool ids_are_well_formed(const char *ids, size_t *count)
{
    *count = 0;
    for (;;) {
        size_t length = strcspn(ids, ",");
        (*count)++;
        if (!spotify_id_well_formed(ids, length))
            return false;
        if (ids[length] == '\0')
            return true;
        ids += length + 1;
    }
}

static void answer_several(struct call *call, enum id_kind kind, const char *name, size_t most)
{
    struct text ids = {0};
    size_t count = 0;

    if (!query_get(call->request->query, "ids", &ids) || ids.length == 0) {
        answer_error(call->answer, 400, "Missing required field: ids");
        goto out;
    }
    bool well_formed = ids_are_well_formed(ids.bytes, &count);
    if (!well_formed || count > most) {
        answer_error(call->answer, 400, well_formed ? "Too many ids requested" : "invalid id");
        goto out;
    }
    text_format(call->body, "{\"%s\":[", name);
    for (size_t i = 0; i < count; i++) {
        const char *id = ids.bytes + i * (SPOTIFY_ID_LENGTH + 1);
        if (i > 0)
            text_add(call->body, ",");
        bool withheld = call->odd->nulls || (call->odd->null_item && i == count / 2);
        if (withheld || !add_by_id(call, kind, id, SPOTIFY_ID_LENGTH))
            text_add(call->body, "null");
    }
    text_add(call->body, "]}");
out:
    text_free(&ids);
}

static bool is_removed(const struct call *call)
{
    enum endpoint endpoint = call->request->endpoint;
    return call->in->development && (endpoint == ENDPOINT_ARTISTS || endpoint == ENDPOINT_ALBUMS ||
                                     endpoint == ENDPOINT_PLAYLIST_TRACKS);
}

static void answer_removed(struct call *call)
{
    unsigned status = (unsigned)call->in->removed_status;
    answer_error(call->answer, status,
                 status == 403   ? "Forbidden"
                 : status == 410 ? "Gone"
                                 : "Service not found");
}

static void dispatch(struct call *call)
{
    switch (call->request->endpoint) {
    case ENDPOINT_ME:
        call_me(call);
        break;
    case ENDPOINT_TRACKS:
        call_saved_tracks(call);
        break;
    case ENDPOINT_SAVED_ALBUMS:
        call_saved_albums(call);
        break;
    case ENDPOINT_SAVED_SHOWS:
        call_saved_shows(call);
        break;
    case ENDPOINT_SAVED_EPISODES:
        call_saved_episodes(call);
        break;
    case ENDPOINT_SAVED_AUDIOBOOKS:
        call_saved_audiobooks(call);
        break;
    case ENDPOINT_FOLLOWING:
        call_following(call);
        break;
    case ENDPOINT_TOP_ARTISTS:
        call_top_artists(call);
        break;
    case ENDPOINT_RECENTLY_PLAYED:
        call_recently_played(call);
        break;
    case ENDPOINT_PLAYLISTS:
        call_playlists(call);
        break;
    case ENDPOINT_PLAYLIST:
        call_playlist(call);
        break;
    case ENDPOINT_PLAYLIST_ITEMS:
    case ENDPOINT_PLAYLIST_TRACKS:
        call_playlist_items(call);
        break;
    case ENDPOINT_ARTISTS:
        answer_several(call, ID_ARTIST, "artists", ARTISTS_LIMIT);
        break;
    case ENDPOINT_ALBUMS:
        answer_several(call, ID_ALBUM, "albums", ALBUMS_LIMIT);
        break;
    case ENDPOINT_ARTIST:
        answer_one(call, ID_ARTIST);
        break;
    case ENDPOINT_ALBUM:
        answer_one(call, ID_ALBUM);
        break;
    case ENDPOINT_CONTAINS:
        call_contains(call);
        break;
    case ENDPOINT_SAVE:
        call_save(call);
        break;
    case ENDPOINT_MAKE_PLAYLIST:
        call_make_playlist(call);
        break;
    case ENDPOINT_ADD_ITEMS:
        call_add_items(call);
        break;
    default:
        answer_error(call->answer, 404, "Service not found");
    }
}

void api_answer(struct stand_in *in, const struct request *request, const struct oddities *oddities,
                struct answer *answer)
{
    struct text markets = {0};

    object_markets(&markets, (unsigned)in->markets);
    struct call call = {
        .in = in,
        .request = request,
        .answer = answer,
        .body = &answer->body,
        .odd = oddities,
        .shape = {.catalogue = &in->library.catalogue,
                  .extended = !in->development,
                  .markets = text_string(&markets)},
    };
    if (strcmp(request->method, "GET") == 0)
        writes_count_reading(&in->writes);
    answer_reset(answer, 200);
    if (oddities->status != 0)
        answer_error(answer, oddities->status, "An error by chance");
    else if (is_removed(&call))
        answer_removed(&call);
    else
        dispatch(&call);
    free(call.places);
    text_free(&markets);
}
