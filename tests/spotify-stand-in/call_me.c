#include "call.h"

#include "moment.h"
#include "query.h"

#define PLAYS_KEPT 50

void call_me(struct call *call)
{
    const char *user = call->in->user;

    text_add(call->body, "{\"country\":\"NL\",\"display_name\":");
    text_json(call->body, user);
    text_format(call->body,
                ",\"explicit_content\":{\"filter_enabled\":false,\"filter_locked\":false},"
                "\"external_urls\":{\"spotify\":\"https://open.spotify.com/user/%s\"},"
                "\"followers\":{\"href\":null,\"total\":3},\"href\":\"" OBJECT_API
                "users/%s\",\"id\":",
                user, user);
    text_json(call->body, user);
    if (call->in->account_id != NULL) {
        text_add(call->body, ",\"account_id\":");
        text_json(call->body, call->in->account_id);
    }
    text_format(call->body,
                ",\"images\":[],\"product\":\"premium\",\"type\":\"user\","
                "\"uri\":\"spotify:user:%s\"}",
                user);
}

typedef void write_object(struct text *text, const struct shape *shape, uint32_t number);

static bool write_saved(struct call *call, const struct entry *entry, const char *name,
                        write_object *object)
{
    if (entry->hidden)
        return false;
    if (entry->raw != 0) {
        call_add_raw(call, entry->raw);
        return true;
    }
    text_add(call->body, "{\"added_at\":\"");
    moment_add_seconds(call->body, entry->added_at);
    text_format(call->body, "\",\"%s\":", name);
    object(call->body, &call->shape, entry->number);
    text_add(call->body, "}");
    return true;
}

static uint32_t write_of_track(struct call *call, size_t place)
{
    return entry_at(&call->in->library.tracks, place)->write;
}

static bool write_saved_track(struct call *call, size_t place)
{
    return write_saved(call, entry_at(&call->in->library.tracks, place), "track", object_track);
}

void call_saved_tracks(struct call *call)
{
    if (call_read_page(call))
        call_answer_page(call, call_seen(call, call->in->library.tracks.count, write_of_track),
                         write_saved_track);
}

static uint32_t write_of_album(struct call *call, size_t place)
{
    return entry_at(&call->in->library.albums, place)->write;
}

static bool write_saved_album(struct call *call, size_t place)
{
    return write_saved(call, entry_at(&call->in->library.albums, place), "album", object_album);
}

void call_saved_albums(struct call *call)
{
    if (call_read_page(call))
        call_answer_page(call, call_seen(call, call->in->library.albums.count, write_of_album),
                         write_saved_album);
}

static bool write_artist_entry(struct call *call, const struct entry *entry)
{
    if (entry->hidden)
        return false;
    if (entry->raw != 0)
        call_add_raw(call, entry->raw);
    else
        object_artist(call->body, &call->shape, entry->number);
    return true;
}

static bool write_top_artist(struct call *call, size_t place)
{
    struct entry_list *top = &call->in->library.top;
    return write_artist_entry(call, entry_at(top, (place + call->rotation) % top->count));
}

void call_top_artists(struct call *call)
{
    static const struct {
        const char *range;
        const char *carry;
    } ranges[] = {
        {"medium_term", "&time_range=medium_term"},
        {"short_term", "&time_range=short_term"},
        {"long_term", "&time_range=long_term"},
    };
    size_t total = call->in->library.top.count;
    struct text range = {0};
    bool known = !query_get(call->request->query, "time_range", &range);

    for (size_t i = 0; i < 3; i++) {
        if (strcmp(range.bytes, ranges[i].range) == 0) {
            /* The three lists are one, each beginning elsewhere. */
            call->rotation = total * i / 3;
            call->carry = ranges[i].carry;
            known = true;
        }
    }
    text_free(&range);
    if (!known)
        answer_error(call->answer, 400, "Invalid time range");
    else if (call_read_page(call))
        call_answer_page(call, total, write_top_artist);
}

static bool write_followed_artist(struct call *call, size_t place)
{
    return write_artist_entry(call, entry_at(&call->in->library.followed, place));
}

/* The place behind the artist that the cursor names; the end when it names none of them. */
static size_t place_behind(struct library *library, const char *after)
{
    struct spotify_id id;

    for (size_t place = 0; place < library->followed.count; place++) {
        if (library_entry_id(library, ID_ARTIST, entry_at(&library->followed, place), &id) &&
            strcmp(id.text, after) == 0)
            return place + 1;
    }
    return library->followed.count;
}

void call_following(struct call *call)
{
    struct library *library = &call->in->library;
    struct text *body = call->body;
    struct text value = {0};
    struct spotify_id last;
    size_t from = 0;

    if (!call_read_limit(call))
        return;
    if (!query_get(call->request->query, "type", &value) || strcmp(value.bytes, "artist") != 0) {
        answer_error(call->answer, 400, "Invalid type");
        goto out;
    }
    if (query_get(call->request->query, "after", &value)) {
        if (!spotify_id_well_formed(value.bytes, value.length)) {
            answer_error(call->answer, 400, "invalid id");
            goto out;
        }
        from = call->odd->first_page ? 0 : place_behind(library, value.bytes);
        from = call_overlapped(call, from);
    }
    size_t total = (size_t)call_held(call, library->followed.count);
    from = from < total ? from : total;
    size_t to = total - from > (size_t)call->limit ? from + (size_t)call->limit : total;
    bool more = to < total &&
                library_entry_id(library, ID_ARTIST, entry_at(&library->followed, to - 1), &last);
    text_add(body, "{\"artists\":{\"href\":\"");
    call_add_own_url(call, call->request->path);
    text_add(body, "?");
    text_add(body, call->request->query);
    text_add(body, "\",");
    call_add_page_items(call, from, to, write_followed_artist);
    text_format(body, ",\"limit\":%lld,\"next\":", (long long)call->limit);
    if (more) {
        text_add(body, "\"");
        call_add_own_url(call, call->request->path);
        text_format(body, "?type=artist&after=%s&limit=%lld\"", last.text, (long long)call->limit);
        text_format(body, ",\"cursors\":{\"after\":\"%s\"}", last.text);
    } else {
        text_add(body, "null,\"cursors\":{\"after\":null}");
    }
    text_format(body, ",\"total\":%lld}}", (long long)oddities_total(call->odd, (int64_t)total));
out:
    text_free(&value);
}

/* Two of three synthetic tracks are played from their album, the others from nowhere. */
static void write_context(struct call *call, const struct play *play)
{
    const struct catalogue *catalogue = &call->in->library.catalogue;

    if (play->track.raw != 0 || play->track.number % 3 == 0) {
        text_add(call->body, "null");
        return;
    }
    struct spotify_id id =
        catalogue_id(catalogue, ID_ALBUM, catalogue_album_of_track(catalogue, play->track.number));
    text_format(call->body,
                "{\"type\":\"album\",\"href\":\"" OBJECT_API "albums/%s\",\"external_urls\":"
                "{\"spotify\":\"https://open.spotify.com/album/%s\"},\"uri\":\"spotify:album:%s\"}",
                id.text, id.text, id.text);
}

static void write_play(struct call *call, size_t index)
{
    const struct play *play = &call->in->library.plays[index];
    struct slice track;

    text_add(call->body, "{\"track\":");
    if (play->kind == ITEM_EPISODE)
        object_episode(call->body, &call->shape, play->track.number % 1000);
    else if (play->kind == ITEM_LOCAL)
        object_local_file(call->body, &call->shape, play->track.number % 1000);
    else if (play->kind != ITEM_NULL && play->track.raw == 0)
        object_track(call->body, &call->shape, play->track.number);
    else if (play->kind != ITEM_NULL &&
             slice_member(library_raw(&call->in->library, play->track.raw), "track", &track))
        text_bytes(call->body, track.bytes, track.length);
    else
        text_add(call->body, "null");
    text_add(call->body, ",\"played_at\":\"");
    moment_add_millis(call->body, play->played_at_ms);
    text_add(call->body, "\",\"context\":");
    write_context(call, play);
    text_add(call->body, "}");
}

/* Only the last 50 plays can be had, the newest first. */
void call_recently_played(struct call *call)
{
    const struct library *library = &call->in->library;
    struct text *body = call->body;
    int64_t after = -1;
    int64_t before = INT64_MAX;

    if (!call_read_limit(call) ||
        !call_read_number(call, "after", 0, INT64_MAX, "Invalid cursor", &after) ||
        !call_read_number(call, "before", 0, INT64_MAX, "Invalid cursor", &before))
        return;
    if (after >= 0 && before < INT64_MAX) {
        answer_error(call->answer, 400, "Only one of after and before can be given");
        return;
    }
    size_t oldest = library->play_count > PLAYS_KEPT ? library->play_count - PLAYS_KEPT : 0;
    int64_t written = 0;
    size_t end = library->play_count;
    while (end > oldest && library->plays[end - 1].played_at_ms >= before)
        end--;
    size_t index = end;
    text_add(body, "{\"items\":[");
    while (index > oldest && written < call->limit &&
           library->plays[index - 1].played_at_ms > after) {
        if (written++ > 0)
            text_add(body, ",");
        write_play(call, --index);
    }
    text_add(body, "],\"next\":");
    if (index > oldest && written > 0) {
        text_add(body, "\"");
        call_add_own_url(call, call->request->path);
        text_format(body, "?before=%lld&limit=%lld\"",
                    (long long)library->plays[index].played_at_ms, (long long)call->limit);
    } else {
        text_add(body, "null");
    }
    text_add(body, ",\"cursors\":");
    if (written > 0)
        text_format(body, "{\"after\":\"%lld\",\"before\":\"%lld\"}",
                    (long long)library->plays[end - 1].played_at_ms,
                    (long long)library->plays[index].played_at_ms);
    else
        text_add(body, "null");
    text_format(body, ",\"limit\":%lld,\"href\":\"", (long long)call->limit);
    call_add_own_url(call, call->request->path);
    text_add(body, "\"}");
}
