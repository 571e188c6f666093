#include "moment.h"
#include "names.h"
#include "objects.h"
#include "truth.h"

static void begin_line(struct text *text, const char *stream)
{
    text_format(text, "{\"stream\":\"%s\",", stream);
}

static void add_list(struct stand_in *in, const char *stream, struct entry_list *list,
                     enum id_kind kind, const char *word, struct text *text)
{
    struct spotify_id id;

    for (size_t place = 0; place < list->count; place++) {
        const struct entry *entry = entry_at(list, place);
        if (entry->hidden || !library_entry_id(&in->library, kind, entry, &id))
            continue;
        begin_line(text, stream);
        text_format(text, "\"uri\":\"spotify:%s:%s\",\"added_at\":\"", word, id.text);
        moment_add_seconds(text, entry->added_at);
        text_add(text, "\"}\n");
    }
}

static void add_item_uri(struct text *text, const struct catalogue *catalogue,
                         const struct playlist_item *item)
{
    bool is_track = item->kind == ITEM_TRACK;

    if (is_track || item->kind == ITEM_EPISODE) {
        struct spotify_id id =
            catalogue_id(catalogue, is_track ? ID_TRACK : ID_EPISODE, item->number);
        text_format(text, "\"spotify:%s:%s\"", is_track ? "track" : "episode", id.text);
    } else if (item->kind == ITEM_LOCAL) {
        text_add(text, "\"");
        object_local_uri(text, item->number);
        text_add(text, "\"");
    } else {
        text_add(text, "null");
    }
}

static void add_playlist(struct text *text, const struct catalogue *catalogue,
                         const struct playlist *playlist)
{
    char name[NAME_SIZE];

    begin_line(text, "playlists");
    text_format(text, "\"id\":\"%s\",\"name\":", playlist->id);
    object_name(catalogue, ID_PLAYLIST, playlist_name_number(playlist), name);
    if (playlist->given_name != NULL)
        text_add(text, playlist->given_name);
    else
        text_json(text, name);
    text_format(text, ",\"given\":%s,\"foreign\":%s,\"public\":%s,\"collaborative\":%s",
                playlist->given_name != NULL ? "true" : "false",
                playlist->foreign ? "true" : "false", playlist->public ? "true" : "false",
                playlist->collaborative ? "true" : "false");
    text_add(text, ",\"description\":");
    text_add(text, playlist->given_description != NULL ? playlist->given_description : "null");
    text_add(text, ",\"uris\":[");
    for (size_t i = 0; i < playlist->count; i++) {
        text_add(text, i > 0 ? "," : "");
        add_item_uri(text, catalogue, &playlist->items[i]);
    }
    text_add(text, "]}\n");
}

void truth_account(struct stand_in *in, struct text *text)
{
    struct library *library = &in->library;

    add_list(in, "saved_tracks", &library->tracks, ID_TRACK, "track", text);
    add_list(in, "saved_albums", &library->albums, ID_ALBUM, "album", text);
    add_list(in, "followed_artists", &library->followed, ID_ARTIST, "artist", text);
    add_list(in, "saved_shows", &library->shows, ID_SHOW, "show", text);
    add_list(in, "saved_episodes", &library->episodes, ID_EPISODE, "episode", text);
    add_list(in, "saved_audiobooks", &library->audiobooks, ID_AUDIOBOOK, "show", text);
    for (size_t i = 0; i < library->playlist_count; i++)
        add_playlist(text, &library->catalogue, &library->playlists[i]);
}
