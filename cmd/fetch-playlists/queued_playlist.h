#ifndef SPOTIFY_SYNC_QUEUED_PLAYLIST_H
#define SPOTIFY_SYNC_QUEUED_PLAYLIST_H

#include "known_playlists.h"
#include "list/page_request.h"

#include <jv.h>

/* A playlist whose items are being read. */

struct item_page {
    struct page_request request; /* first: it is the context of its answer */
    struct queued_playlist *playlist;
    struct item_page *next;
    int reading; /* which one of the playlist it belongs to */
};

struct queued_playlist {
    struct queued_playlist *next;
    jv message; /* its RECORD */
    char *id;
    char *snapshot_id;   /* as listed before its items were read */
    int64_t known_items; /* how many an earlier run has stored */
    int64_t total;       /* negative: the first page is to tell */
    struct item_page *pages;
    int64_t pending; /* pages that are not answered yet */
    int64_t requested_up_to;
    int64_t received_at;
    int readings;  /* that were given up, as the playlist changed */
    bool stale;    /* its pages contradict each other: it is to be read again */
    bool refused;  /* the app may not read its items */
    bool left_out; /* its items could not be read in this run */
};

/* The playlist of a RECORD, which stays the caller's; `known` may be NULL. NULL with *error
 * (EX_OSERR). */
struct queued_playlist *queued_playlist_new(jv message, const struct known_playlist *known,
                                            struct error *error);

/* Whether a further page of items can be requested now. */
bool queued_playlist_wants_page(const struct queued_playlist *playlist);

/* Requests the next page of items, of `size` places. False with *error as api_get. */
bool queued_playlist_request(struct queued_playlist *playlist, struct api_queue *queue, long size,
                             struct error *error);

/* Whether nothing remains to be read, or nothing more can be. */
bool queued_playlist_is_over(const struct queued_playlist *playlist);

/* Begins to read the items anew. */
void queued_playlist_restart(struct queued_playlist *playlist);

/* The RECORD with what was learnt about the items; the caller's to free. */
jv queued_playlist_record(const struct queued_playlist *playlist);

/* Frees it; its requests must be answered, or their queue closed. */
void queued_playlist_free(struct queued_playlist *playlist);

/* Adds to a playlist's RECORD, which is used up, what holds for its items as of a snapshot. */
jv playlist_with_items(jv message, const char *snapshot_id, int64_t total, bool refused);

/* The kind of endpoint that gives items, for quotas. */
extern const char items_endpoint[];

#endif
