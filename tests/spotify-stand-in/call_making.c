#include "call.h"

#include "moment.h"

#include <stdlib.h>
#include <strings.h>

#define MOST_ITEMS          100
#define LONGEST_DESCRIPTION 300

static void refuse(struct call *call, unsigned status, const char *reason)
{
    answer_reset(call->answer, status);
    answer_error(call->answer, status, reason);
}

/* Reads the body as a JSON object. False, with an answer, if it is none. */
static bool read_object(struct call *call, struct slice *object)
{
    const struct request *request = call->request;
    const char *type = request->content_type != NULL ? request->content_type : "";

    if (*request->query != '\0')
        return refuse(call, 400, "Parameters belong into the body"), false;
    if (strncasecmp(type, "application/json", 16) != 0)
        return refuse(call, 415, "Unsupported media type"), false;
    if (slice_whole(request->body, strlen(request->body), object) && *object->bytes == '{')
        return true;
    return refuse(call, 400, "Error parsing JSON."), false;
}

/* Reads a member that is a boolean, or not there: then false. */
static bool read_switch(struct slice object, const char *name, bool *value)
{
    struct slice member;

    *value = false;
    if (!slice_member(object, name, &member))
        return true;
    *value = member.length == 4 && memcmp(member.bytes, "true", 4) == 0;
    return *value || (member.length == 5 && memcmp(member.bytes, "false", 5) == 0);
}

/* How many characters a JSON string has; -1 if one of them breaks the line or it is no string. */
static int64_t count_characters(struct slice string)
{
    struct slice inside = slice_inside(string);
    int64_t count = 0;

    if (string.length < 2 || *string.bytes != '"')
        return -1;
    for (size_t i = 0; i < inside.length; i++) {
        if (((unsigned char)inside.bytes[i] & 0xc0) == 0x80)
            continue;
        count++;
        if (inside.bytes[i] != '\\')
            continue;
        i++;
        if (strchr("nr", inside.bytes[i]) != NULL)
            return -1;
        i += inside.bytes[i] == 'u' ? 4 : 0;
    }
    return count;
}

static bool may_modify(struct call *call, bool public)
{
    if (accounts_allow(&call->in->accounts, call->request->authorization,
                       public ? "playlist-modify-public" : "playlist-modify-private"))
        return true;
    refuse(call, 403, "Insufficient client scope");
    return false;
}

/* What is wrong with the members of a new playlist, or NULL. */
static const char *fault_of(struct call *call, struct slice object, struct slice *name,
                            struct slice *description, bool *public, bool *collaborative)
{
    *description = (struct slice){NULL, 0};
    if (!slice_member(object, "name", name) || count_characters(*name) < 1)
        return "Missing required field: name";
    if (!read_switch(object, "public", public) ||
        !read_switch(object, "collaborative", collaborative))
        return "Invalid value";
    if (*public && *collaborative)
        return "Collaborative playlists can only be private";
    if (!slice_member(object, "description", description))
        return NULL;
    int64_t length = count_characters(*description);
    return length < 0 || length > LONGEST_DESCRIPTION || call->odd->no_description
               ? "Invalid description"
               : NULL;
}

void call_make_playlist(struct call *call)
{
    struct library *library = &call->in->library;
    struct slice object, name, description;
    bool public = false, collaborative = false;

    if (!read_object(call, &object))
        return;
    const char *fault = fault_of(call, object, &name, &description, &public, &collaborative);
    if (fault != NULL) {
        refuse(call, 400, fault);
        return;
    }
    if (!may_modify(call, public))
        return;
    if ((int64_t)library->playlist_count >= call->in->writes.playlist_limit) {
        refuse(call, 400, "Playlist limit reached");
        return;
    }
    struct playlist *playlist = library_make_playlist(library, 0, 0, false);
    playlist->given_name = must_copy(name.bytes, name.length);
    if (description.length > 0)
        playlist->given_description = must_copy(description.bytes, description.length);
    playlist->public = public || call->odd->always_public;
    playlist->collaborative = collaborative;
    playlist->write = writes_add(&call->in->writes);
    answer_reset(call->answer, 201);
    call_write_playlist(call, playlist);
}

/* Reads a URI of what a playlist can hold. False if it is none, or names nothing. */
static bool read_item(const struct call *call, struct slice uri, struct playlist_item *item)
{
    static const char lead[] = "spotify:";
    static const struct {
        const char *word;
        enum id_kind id;
        enum item_kind item;
    } kinds[] = {{"track:", ID_TRACK, ITEM_TRACK}, {"episode:", ID_EPISODE, ITEM_EPISODE}};
    struct slice inside = slice_inside(uri);
    uint64_t number;

    for (size_t i = 0; i < 2; i++) {
        size_t before = strlen(lead) + strlen(kinds[i].word);
        if (inside.length == before + SPOTIFY_ID_LENGTH &&
            memcmp(inside.bytes, lead, strlen(lead)) == 0 &&
            memcmp(inside.bytes + strlen(lead), kinds[i].word, strlen(kinds[i].word)) == 0 &&
            spotify_id_read(call->in->library.catalogue.seed, kinds[i].id, inside.bytes + before,
                            SPOTIFY_ID_LENGTH, &number)) {
            item->kind = kinds[i].item;
            item->number = (uint32_t)number;
            return true;
        }
    }
    return false;
}

/* Reads `uris` into items. Returns how many; 0, with an answer, if they are refused. */
static size_t read_items(struct call *call, struct slice object,
                         struct playlist_item items[MOST_ITEMS])
{
    struct slice uris, uri;
    size_t count = 0, at = 0;

    if (!slice_member(object, "uris", &uris) || *uris.bytes != '[')
        return refuse(call, 400, "Missing required field: uris"), 0;
    for (; slice_next(uris, &at, &uri); count++) {
        if (count == MOST_ITEMS)
            return refuse(call, 400, "You can add a maximum of 100 tracks per request."), 0;
        items[count] = (struct playlist_item){
            .added_at = writes_clock(&call->in->writes, 0),
        };
        if (!read_item(call, uri, &items[count]))
            return refuse(call, 400, "Invalid track uri"), 0;
    }
    if (count == 0)
        refuse(call, 400, "No uris");
    return count;
}

/* Where the items go: behind the others, or at `position`. False, with an answer, if that is no
 * place. */
static bool read_position(struct call *call, struct slice object, size_t *position)
{
    struct slice member;

    *position = call->playlist->count;
    if (!slice_member(object, "position", &member))
        return true;
    long long number = strtoll(member.bytes, NULL, 10);
    if (*member.bytes < '0' || *member.bytes > '9' || (size_t)number > *position)
        return refuse(call, 400, "Index out of bounds."), false;
    *position = (size_t)number;
    return true;
}

static void insert_items(struct call *call, size_t position, const struct playlist_item *items,
                         size_t count)
{
    struct playlist *playlist = call->playlist;
    size_t fewer = (size_t)call->odd->fewer;
    size_t gap = call->odd->gap ? count / 2 : count;
    uint32_t write = writes_add(&call->in->writes);

    playlist_remember_items(playlist);
    for (size_t i = 0; i + fewer < count; i++) {
        if (i == gap)
            continue;
        struct playlist_item item = items[i];
        item.write = write;
        playlist_insert(playlist, position++, item);
    }
    playlist->version++;
}

void call_add_items(struct call *call)
{
    struct playlist_item items[MOST_ITEMS];
    struct slice object;
    size_t count, position;

    if (call_find_playlist(call) == NULL || !read_object(call, &object))
        return;
    const struct playlist *playlist = call->playlist;
    if (playlist->foreign && !playlist->collaborative) {
        refuse(call, 403, "You cannot add tracks to a playlist you don't own.");
        return;
    }
    if (!may_modify(call, playlist->public) || (count = read_items(call, object, items)) == 0 ||
        !read_position(call, object, &position))
        return;
    if ((int64_t)(playlist->count + count) > call->in->writes.item_limit) {
        refuse(call, 400, "Playlist size limit reached");
        return;
    }
    insert_items(call, position, items, count);
    answer_reset(call->answer, 201);
    text_add(call->body, "{\"snapshot_id\":");
    call_add_snapshot(call, call->playlist);
    text_add(call->body, "}");
}
