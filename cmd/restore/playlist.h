#ifndef SPOTIFY_SYNC_PLAYLIST_H
#define SPOTIFY_SYNC_PLAYLIST_H

#include "alignment.h"
#include "items.h"
#include "restoring.h"

/* A playlist that is restored, and its items. All functions fail with *error as the api's requests,
 * or as ledger_run. */

struct restored_playlist {
    struct restoring *restoring;
    int64_t rank; /* in the ledger's `lists` */
    char old_id[ITEM_URI], new_id[ITEM_URI];
    struct items items; /* those that Spotify takes, in order */
    struct lone_refusals refusals;
    bool has_news;   /* it has to be read back */
    bool is_changed; /* it has something that does not come from here */
};

/* Reads the playlist of the ledger that comes behind one (0: the first), is wanted, and meets
 * `condition`, an SQL expression. *found says whether there is one. playlist_close frees it. */
bool playlist_next(struct restoring *restoring, int64_t behind, const char *condition,
                   struct restored_playlist *playlist, bool *found, struct error *error);

/* What the account shows of a playlist, beside what is wanted. */
struct comparison {
    enum alignment alignment;
    bool *is_there; /* of each item, the caller's to free */
    int64_t total;  /* how many items there are */
};

/* Reads what the account shows from a place on, and compares it with these items. */
bool playlist_compare(struct restored_playlist *playlist, const struct batch_item *const *items,
                      size_t count, int64_t from, struct comparison *comparison,
                      struct error *error);

/* Reads all of it, and compares it with all items. */
bool playlist_compare_all(struct restored_playlist *playlist, struct comparison *comparison,
                          struct error *error);

/* Sets the state of an item, with its words, in the ledger. What Spotify does not take is not tried
 * again in other places. */
bool playlist_note_item(struct restored_playlist *playlist, struct batch_item *item,
                        struct error *error);

/* Sets the playlist's state (batches.h) and the reason, which may be NULL. */
bool playlist_note(const struct restored_playlist *playlist, enum item_state state,
                   const char *reason, struct error *error);

/* Notes that it is restored, and in the journal that it is filled with what is there. */
bool playlist_note_filled(const struct restored_playlist *playlist, struct error *error);

/* Notes that it holds what does not come from this library, so that it is left as it is. */
bool playlist_note_changed(const struct restored_playlist *playlist, struct error *error);

/* Notes that `places` of its items are there, and `pending` on their way. */
bool playlist_note_places(const struct restored_playlist *playlist, int64_t pending,
                          struct error *error);

void playlist_close(struct restored_playlist *playlist);

#endif
