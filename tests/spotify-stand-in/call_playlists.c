#include "call.h"

#include "moment.h"
#include "names.h"
#include "query.h"

#define FIRST_ITEMS 100

static void add_owner(struct call *call, const struct playlist *playlist)
{
    char friend[32] = "friend";

    if (!playlist->foreign) {
        object_user(call->body, call->in->user, call->in->user);
        return;
    }
    friend[6] = (char)('0' + playlist->number % 10);
    object_user(call->body, friend, "A Friend");
}

static bool is_stale(const struct call *call, const struct playlist *playlist)
{
    return call->odd->stale > 0 && playlist->edited;
}

static bool shows_old_names(const struct call *call)
{
    return strcmp(call->in->names, "new") != 0;
}

static bool shows_new_names(const struct call *call)
{
    return strcmp(call->in->names, "old") != 0;
}

void call_add_snapshot(struct call *call, const struct playlist *playlist)
{
    text_add(call->body, "\"");
    object_snapshot_id(call->body, call->shape.catalogue, playlist->number,
                       is_stale(call, playlist) ? playlist->version_before : playlist->version);
    text_add(call->body, "\"");
}

static void add_playlist_name(struct call *call, const struct playlist *playlist)
{
    char name[NAME_SIZE];

    if (playlist->given_name != NULL) {
        text_add(call->body, playlist->given_name);
        return;
    }
    object_name(call->shape.catalogue, ID_PLAYLIST, playlist_name_number(playlist), name);
    text_json(call->body, name);
}

/* Escaped as HTML, if it came by a request. */
static void add_description(struct call *call, const struct playlist *playlist)
{
    const char *given = playlist->given_description;
    size_t length = given != NULL ? strlen(given) : 0;

    if (playlist->given_name == NULL) {
        text_json(call->body, playlist->number % 2 == 0 ? "" : "Songs for \"later\" & after");
        return;
    }
    text_add(call->body, "\"");
    for (size_t i = 1; i + 1 < length; i++) {
        if (given[i] == '\\' && given[i + 1] == '"')
            text_add(call->body, "&quot;"), i++;
        else if (given[i] == '\\')
            text_bytes(call->body, given + i, 2), i++;
        else if (given[i] == '&' || given[i] == '<' || given[i] == '>')
            text_add(call->body, given[i] == '&' ? "&amp;" : given[i] == '<' ? "&lt;" : "&gt;");
        else
            text_bytes(call->body, given + i, 1);
    }
    text_add(call->body, "\"");
}

/* The members of a playlist up to its items; the caller adds those and the closing brace. */
static void add_playlist_members(struct call *call, const struct playlist *playlist)
{
    struct text *body = call->body;

    text_add(body, "{\"collaborative\":");
    text_bool(body, playlist->collaborative);
    text_add(body, ",\"description\":");
    add_description(call, playlist);
    text_format(body,
                ",\"external_urls\":{\"spotify\":\"https://open.spotify.com/playlist/%s\"},"
                "\"href\":\"" OBJECT_API "playlists/%s\",\"id\":\"%s\",",
                playlist->id, playlist->id, playlist->id);
    text_format(body,
                "\"images\":[{\"height\":null,\"url\":\"https://i.scdn.co/image/"
                "ab67616d00001e02%024x\",\"width\":null}],\"name\":",
                playlist->number);
    add_playlist_name(call, playlist);
    text_add(body, ",\"owner\":");
    add_owner(call, playlist);
    text_add(body, ",\"primary_color\":null,\"public\":");
    text_bool(body, playlist->public);
    text_add(body, ",\"snapshot_id\":");
    call_add_snapshot(call, playlist);
    text_format(body, ",\"type\":\"playlist\",\"uri\":\"spotify:playlist:%s\"", playlist->id);
}

static void add_item_count(struct call *call, const struct playlist *playlist, const char *name)
{
    text_format(call->body, ",\"%s\":{\"href\":\"" OBJECT_API "playlists/%s/%s\",\"total\":%zu}",
                name, playlist->id, name, playlist->count);
}

/* A recorded playlist, with as many items as are recorded. */
static void write_recorded_playlist(struct call *call, const struct playlist *playlist)
{
    struct text count = {0};
    struct text counted = {0};

    text_number(&count, (int64_t)playlist->count);
    edits_write(&counted, library_raw(&call->in->library, playlist->raw), "tracks.total",
                text_string(&count));
    edits_write(call->body, (struct slice){counted.bytes, counted.length}, "items.total",
                text_string(&count));
    text_free(&counted);
    text_free(&count);
}

void call_write_playlist(struct call *call, const struct playlist *playlist)
{
    add_playlist_members(call, playlist);
    if (shows_old_names(call))
        add_item_count(call, playlist, "tracks");
    if (shows_new_names(call))
        add_item_count(call, playlist, "items");
    text_add(call->body, "}");
}

static bool write_playlist(struct call *call, size_t place)
{
    const struct playlist *playlist = &call->in->library.playlists[place];

    if (playlist->hidden)
        return false;
    if (playlist->raw != 0)
        write_recorded_playlist(call, playlist);
    else
        call_write_playlist(call, playlist);
    return true;
}

static uint32_t write_of_playlist(struct call *call, size_t place)
{
    return call->in->library.playlists[place].write;
}

void call_playlists(struct call *call)
{
    if (call_read_page(call))
        call_answer_page(call, call_seen(call, call->in->library.playlist_count, write_of_playlist),
                         write_playlist);
}

/* An episode, as who asks for it sees it: who does not ask for episodes may see none, or a track.
 */
static void add_episode(struct call *call, uint32_t episode)
{
    struct text types = {0};

    bool asked = query_get(call->request->query, "additional_types", &types) &&
                 strstr(types.bytes, "episode") != NULL;
    text_free(&types);
    if (asked || strcmp(call->in->episodes, "episode") == 0)
        object_episode(call->body, &call->shape, episode);
    else if (strcmp(call->in->episodes, "track") == 0)
        object_episode_as_track(call->body, &call->shape, episode);
    else
        text_add(call->body, "null");
}

/* What an entry holds. */
static void add_item_content(struct call *call, const struct playlist_item *item)
{
    switch (item->kind) {
    case ITEM_EPISODE:
        add_episode(call, item->number);
        break;
    case ITEM_LOCAL:
        object_local_file(call->body, &call->shape, item->number);
        break;
    case ITEM_TRACK:
        object_playlist_track(call->body, &call->shape, item->number);
        break;
    case ITEM_NULL:
    case ITEM_RECORDED:
        text_add(call->body, "null");
    }
}

/* The item at a position, or the one that was there before the last edit. */
static const struct playlist_item *item_at(const struct call *call, size_t position)
{
    const struct playlist *playlist = call->playlist;

    if (is_stale(call, playlist) && (int64_t)position < call->odd->stale &&
        position < playlist->before_count)
        return &playlist->before[position];
    return &playlist->items[position];
}

static bool write_playlist_item(struct call *call, size_t position)
{
    const struct playlist_item *item = item_at(call, position);
    struct text *body = call->body;

    if (item->hidden)
        return false;
    if (item->kind == ITEM_RECORDED) {
        call_add_raw(call, item->raw);
        return true;
    }
    if (item->added_at != 0) {
        text_add(body, "{\"added_at\":\"");
        moment_add_seconds(body, item->added_at);
        text_add(body, "\",\"added_by\":");
        object_user(body, call->in->user, NULL);
    } else {
        text_add(body, "{\"added_at\":null,\"added_by\":null");
    }
    text_add(body, ",\"is_local\":");
    text_bool(body, item->kind == ITEM_LOCAL);
    text_add(body, ",\"primary_color\":null");
    text_add(body, shows_new_names(call) ? ",\"item\":" : ",\"track\":");
    size_t content = body->length;
    add_item_content(call, item);
    if (shows_new_names(call) && shows_old_names(call)) {
        size_t length = body->length - content;
        text_add(body, ",\"track\":");
        text_reserve(body, length);
        text_bytes(body, body->bytes + content, length);
    }
    text_add(body, ",\"video_thumbnail\":{\"url\":null}}");
    return true;
}

struct playlist *call_find_playlist(struct call *call)
{
    const struct request *request = call->request;

    if (!spotify_id_well_formed(request->id, request->id_length)) {
        answer_error(call->answer, 400, "Invalid base62 id");
        return NULL;
    }
    call->playlist = library_find_playlist(&call->in->library, request->id, request->id_length);
    if (call->playlist == NULL)
        answer_error(call->answer, 404, "Resource not found");
    return call->playlist;
}

static bool may_read_items(const struct call *call)
{
    return !call->in->development || !call->playlist->foreign || call->playlist->collaborative;
}

static uint32_t write_of_item(struct call *call, size_t place)
{
    return call->playlist->items[place].write;
}

static size_t item_count(struct call *call)
{
    const struct playlist *playlist = call->playlist;
    bool all = is_stale(call, playlist) && call->odd->stale == INT64_MAX;
    return all ? playlist->before_count : call_seen(call, playlist->count, write_of_item);
}

void call_playlist_items(struct call *call)
{
    if (call_find_playlist(call) == NULL)
        return;
    if (!may_read_items(call))
        answer_error(call->answer, 403, "Forbidden");
    else if (call_read_page(call))
        call_answer_page(call, item_count(call), write_playlist_item);
}

static void add_first_items(struct call *call, const char *name)
{
    size_t count = item_count(call);
    size_t to = count < FIRST_ITEMS ? count : FIRST_ITEMS;

    text_format(call->body, ",\"%s\":{\"href\":\"" OBJECT_API "playlists/%s/%s\",", name,
                call->playlist->id, name);
    call_add_page_items(call, 0, to, write_playlist_item);
    text_format(call->body, ",\"limit\":%d,\"next\":", FIRST_ITEMS);
    if (to < count) {
        text_add(call->body, "\"");
        call_add_own_url(call, call->request->path);
        text_format(call->body, "/%s?offset=%d&limit=%d\"", name, FIRST_ITEMS, FIRST_ITEMS);
    } else {
        text_add(call->body, "null");
    }
    text_format(call->body, ",\"offset\":0,\"previous\":null,\"total\":%zu}", count);
}

void call_playlist(struct call *call)
{
    const struct playlist *playlist = call_find_playlist(call);

    if (playlist == NULL)
        return;
    if (playlist->raw != 0) {
        call_add_raw(call, playlist->raw);
        return;
    }
    add_playlist_members(call, playlist);
    text_add(call->body, ",\"followers\":{\"href\":null,\"total\":0}");
    if (may_read_items(call) && shows_old_names(call))
        add_first_items(call, "tracks");
    if (may_read_items(call) && shows_new_names(call))
        add_first_items(call, "items");
    text_add(call->body, "}");
}
