#ifndef STAND_IN_CALL_H
#define STAND_IN_CALL_H

/* A request to the Web API under way, and what the endpoints have in common: paging. */

#include "objects.h"
#include "oddities.h"
#include "stand_in.h"

struct call {
    struct stand_in *in;
    const struct request *request;
    struct answer *answer;
    struct text *body;
    struct shape shape;
    const struct oddities *odd;

    int64_t limit;
    int64_t offset;
    /* Parameters that the next page's URL carries on, with their '&'. */
    const char *carry;
    /* The playlist that the path names. */
    struct playlist *playlist;
    /* The places of a list of which some are not seen yet, in order; NULL: all are. */
    size_t *places;
    /* Where the list of top artists begins. */
    size_t rotation;
};

/* Writes the thing at a place of a list. False, with nothing written, if it is hidden. */
typedef bool write_item(struct call *call, size_t place);

/* Reads one whole number of the query and leaves *number alone when it is not there. False, with an
 * answer, when it is out of range. */
bool call_read_number(struct call *call, const char *name, int64_t least, int64_t most,
                      const char *refusal, int64_t *number);

/* Reads limit; false, with an answer, when it is out of range. */
bool call_read_limit(struct call *call);

/* Reads limit and offset, as above. */
bool call_read_page(struct call *call);

/* Appends the URL of a path, as next shows it. */
void call_add_own_url(struct call *call, const char *path);

/* Appends "items" with the things of [from, to), as the oddities show them. */
void call_add_page_items(struct call *call, size_t from, size_t to, write_item *write);

/* How many of a list's `total` things the answer knows of. */
int64_t call_held(const struct call *call, size_t total);

/* Where a page begins that should begin at a place, which is not the first. */
size_t call_overlapped(const struct call *call, size_t place);

/* Answers the offset page that was read, of `total` things. */
void call_answer_page(struct call *call, size_t total, write_item *write);

/* The write that the thing at a place came by. */
typedef uint32_t write_of_place(struct call *call, size_t place);

/* How many of a list's things are seen by now. If those are not all, pages are of them alone. */
size_t call_seen(struct call *call, size_t count, write_of_place *write_of);

/* Appends a recorded piece. */
void call_add_raw(struct call *call, uint32_t raw);

/* The endpoints below /v1/me, but for its playlists. */
void call_me(struct call *call);
void call_saved_tracks(struct call *call);
void call_saved_albums(struct call *call);
void call_top_artists(struct call *call);
void call_following(struct call *call);
void call_recently_played(struct call *call);

/* The endpoints of playlists. */
void call_playlists(struct call *call);
void call_playlist(struct call *call);
void call_playlist_items(struct call *call);

/* The endpoints that write, and that of what is saved. */
void call_contains(struct call *call);
void call_save(struct call *call);
void call_make_playlist(struct call *call);
void call_add_items(struct call *call);

/* The playlist that the path names. NULL, with an answer, when there is none. */
struct playlist *call_find_playlist(struct call *call);

/* Appends a playlist that is not recorded, as lists show it. */
void call_write_playlist(struct call *call, const struct playlist *playlist);

/* Appends the snapshot_id of a playlist with its quotes. */
void call_add_snapshot(struct call *call, const struct playlist *playlist);

#endif
