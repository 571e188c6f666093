#ifndef STAND_IN_LIBRARY_H
#define STAND_IN_LIBRARY_H

/* The account's library as it is now: saved tracks and albums, artists followed and heard most,
 * playlists and plays. A thing is either synthetic, a number in the catalogue, or recorded, a piece
 * of a file (see recorded.h). Places count from 0 at the head, the newest. */

#include "catalogue.h"
#include "slice.h"
#include "text.h"

/* raw is 0, or tells the recorded piece (library_raw). */
struct entry {
    int64_t added_at;
    uint32_t number;
    uint32_t raw;
    /* The write that it came by (writes.h); 0: it was there, or came by a change. */
    uint32_t write;
    /* Counted, and shown on no page. */
    bool hidden;
};

/* Kept with the newest last, so that a track saved at the head of a million moves nothing. */
struct entry_list {
    struct entry *entries;
    size_t count;
    size_t capacity;
};

enum item_kind { ITEM_TRACK, ITEM_EPISODE, ITEM_LOCAL, ITEM_NULL, ITEM_RECORDED };

/* added_at 0 stands for null. */
struct playlist_item {
    int64_t added_at;
    uint32_t number;
    uint32_t raw;
    uint32_t write;
    enum item_kind kind;
    bool hidden;
};

struct playlist {
    char id[SPOTIFY_ID_LENGTH + 1];
    uint32_t number;
    uint32_t raw;
    uint32_t version;
    bool foreign;
    bool collaborative;
    bool public;
    bool hidden;
    struct playlist_item *items;
    size_t count;
    size_t capacity;
    /* Whether it was, and its items before the last edit. */
    bool edited;
    struct playlist_item *before;
    size_t before_count;
    uint32_t version_before;
    uint32_t renamed;
    /* Of one that was made by a request, JSON strings as they came; the description may be NULL. */
    char *given_name, *given_description;
    uint32_t write;
};

struct play {
    int64_t played_at_ms;
    enum item_kind kind;
    struct entry track;
};

/* A recorded artist or album that can be asked for by its id. */
struct recorded_object {
    char id[SPOTIFY_ID_LENGTH + 1];
    uint32_t raw;
};

struct recorded_objects {
    struct recorded_object *objects;
    size_t count;
};

struct id_set {
    struct spotify_id *ids;
    size_t count;
};

struct library {
    struct catalogue catalogue;
    struct entry_list tracks;
    struct entry_list albums;
    struct entry_list shows;
    struct entry_list episodes;
    struct entry_list audiobooks;
    struct entry_list followed;
    struct entry_list top;
    struct playlist *playlists;
    size_t playlist_count;
    /* What was emptied, until it is put back. */
    struct {
        struct entry_list tracks, albums, followed;
        struct playlist *playlists;
        size_t playlist_count;
    } kept;
    struct play *plays;
    size_t play_count;

    struct slice *raws;
    size_t raw_count;
    /* The recorded texts that the raws are pieces of. */
    char **files;
    size_t file_count;
    struct recorded_objects recorded_artists;
    struct recorded_objects recorded_albums;

    /* Ids that answer null or 404. */
    struct id_set unavailable;

    uint32_t next_track;
    uint32_t next_saved_album;
    uint32_t next_playlist;
    /* of a show, an episode or an audiobook */
    uint32_t next_spoken;
    uint64_t dice;
    bool odd_items;
};

struct library_size {
    uint64_t seed;
    int64_t tracks;
    /* -1: as many as a real library of that size has. */
    int64_t artists;
    int64_t albums;
    int64_t playlists;
    int64_t playlist_items;
    int64_t foreign_playlists;
    int64_t saved_albums;
    int64_t saved_shows;
    int64_t saved_episodes;
    int64_t saved_audiobooks;
    int64_t followed_artists;
    int64_t top_artists;
    /* Runs of so many tracks share one added_at; 0: one pair of neighbours in 20 does. */
    int64_t equal_added;
    bool odd_items;
};

/* Fills a library of zeros. */
void library_build(struct library *library, const struct library_size *size);

void library_free(struct library *library);

/* The entry at a place, which must be below the count. */
struct entry *entry_at(struct entry_list *list, size_t place);

/* Puts an entry at a place, 0..count. */
void entry_insert(struct entry_list *list, size_t place, struct entry entry);

/* Removes the entry at a place. */
void entry_remove(struct entry_list *list, size_t place);

/* Removes the places marked (one byte a place, 1: remove). Returns how many. */
size_t entry_remove_marked(struct entry_list *list, const unsigned char *marks);

/* The number of a new recorded piece, for an entry's raw; the bytes must
 * live as long as the library. */
uint32_t library_add_raw(struct library *library, struct slice piece);

struct slice library_raw(const struct library *library, uint32_t raw);

/* A new playlist at a place of the list; its items are still to be added. Valid until the next one.
 */
struct playlist *library_add_playlist(struct library *library, size_t place, uint32_t number);

/* A new synthetic playlist with `items` items. */
struct playlist *library_make_playlist(struct library *library, size_t place, size_t items,
                                       bool foreign);

void library_remove_playlist(struct library *library, size_t place);

/* NULL when there is none. */
struct playlist *library_find_playlist(struct library *library, const char *id, size_t length);

/* Makes the playlist `count` items long. */
void playlist_set_count(struct library *library, struct playlist *playlist, size_t count);

/* Inserts an item at a position, 0..count. */
void playlist_insert(struct playlist *playlist, size_t position, struct playlist_item item);

/* Keeps the items and the version as those before an edit. */
void playlist_remember_items(struct playlist *playlist);

/* The number of which the playlist has its name. */
uint64_t playlist_name_number(const struct playlist *playlist);

void playlist_remove(struct playlist *playlist, size_t position);

/* Another synthetic track as an item, newer than all that were there at the start. */
struct playlist_item playlist_new_item(struct library *library);

bool id_set_has(const struct id_set *set, const char *id);
void id_set_add(struct id_set *set, const char *id);

/* The id of an entry's track, album or artist (`kind`); false for a recorded null. */
bool library_entry_id(const struct library *library, enum id_kind kind, const struct entry *entry,
                      struct spotify_id *id);

/* How many artists or albums (`kind`) the API knows: those with numbers below this. */
uint32_t library_known(const struct library *library, enum id_kind kind);

/* The raw of a recorded artist or album (`kind`), or 0. */
uint32_t library_recorded(const struct library *library, enum id_kind kind, const char *id,
                          size_t length);

#endif
