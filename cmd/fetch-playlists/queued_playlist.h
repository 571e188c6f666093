#ifndef SPOTIFY_SYNC_QUEUED_PLAYLIST_H
#define SPOTIFY_SYNC_QUEUED_PLAYLIST_H

#include "list/page_request.h"
#include "whose.h"

#include <jv.h>

/* A playlist whose items are being read, and what its readings (contents.h) have shown. */

struct item_page {
    struct page_request request; /* first: it is the context of its answer */
    struct queued_playlist *playlist;
    struct item_page *next;
    int reading; /* the number of the one it belongs to */
};

struct queued_playlist {
    struct queued_playlist *next;
    jv message; /* its RECORD */
    char *id, *name;
    struct listing listed;                /* before its items were read */
    const struct filed_contents *earlier; /* of an earlier run; NULL: there is none */
    struct filed_contents known;          /* what is compared with */
    size_t place;                         /* in the list of playlists */
    enum whose whose;                     /* the account's or another's */
    struct item_page *pages;              /* all that were requested */
    int64_t pending;                      /* those that are not answered yet */
    int64_t requested_up_to;              /* in this reading */
    int64_t total;                        /* of the last page; negative: none has come */
    struct contents *contents;            /* of this reading */
    struct contents_shown shown;          /* by the last reading that was complete */
    enum contents_mode mode;              /* of this reading */
    int64_t joined;                       /* the places that were joined in it */
    bool joined_all;                      /* a page showed nothing more */
    int64_t page_count;                   /* the pages that were requested in it */
    int readings;                         /* from 1 */
    bool stale;                           /* this reading is of no use */
    int64_t received_at;                  /* the newest answer about the items */
    enum filing filing;                   /* what is decided about them so far, and the doubt */
    char doubt[DOUBT_SIZE];
    bool refused;  /* the app may not read its items */
    bool left_out; /* its items could not be read in this run */
};

/* What a playlist is queued with. */
struct queued_terms {
    jv message;                         /* its RECORD, which stays the caller's */
    const struct known_playlist *known; /* NULL: it is not; must outlive the queued playlist */
    size_t place;
    enum whose whose;
};

/* NULL with *error (EX_OSERR). */
struct queued_playlist *queued_playlist_new(const struct queued_terms *terms, struct error *error);

/* How a RECORD of a playlist lists it; the snapshot is the caller's to free. False with *error
 * (EX_OSERR). */
bool queued_playlist_listing(jv record, char **snapshot_id, int64_t *total, struct error *error);

/* Whether a further page of items can be requested now. */
bool queued_playlist_wants_page(const struct queued_playlist *playlist);

/* Requests the next page of items, of `size` places. False with *error as api_get. */
bool queued_playlist_request(struct queued_playlist *playlist, struct api_queue *queue, long size,
                             struct error *error);

enum reading_end {
    READING_GOES_ON,
    READING_FILED,  /* it was taken, and is filed unless the second look shows otherwise */
    READING_WAITS,  /* it was taken, and the second look decides */
    READING_FAILED, /* the items are refused, left out, or not to be had: *reason, if they are
                       neither of the former */
};

/* Ends a reading if it is over: decides about it, or begins another one. */
enum reading_end queued_playlist_end_reading(struct queued_playlist *playlist, long page_size,
                                             struct error *reason);

/* Frees it; its requests must be answered, or their queue closed. */
void queued_playlist_free(struct queued_playlist *playlist);

/* The kind of endpoint that gives items, for quotas. */
extern const char items_endpoint[];

#endif
