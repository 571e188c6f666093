#ifndef SPOTIFY_SYNC_TRACK_LIST_H
#define SPOTIFY_SYNC_TRACK_LIST_H

#include <stdbool.h>

/* A list of saved tracks in memory, as the account has it or as it is known. */

enum { TRACK_LIST_MOST = 4000 };

struct track {
    long id;
    long added_at;
    long order;      /* among its equals, the greater first: in the list chance, else its place */
    bool hidden;     /* it is counted and not shown */
    bool was_hidden; /* in the reading before */
    bool missed;     /* of a known one: the reading before did not find it */
    bool gone;
};

struct track_list {
    struct track tracks[TRACK_LIST_MOST];
    long count;
};

/* Newest first. */
void track_list_sort(struct track_list *list);

/* NULL: it is not there. */
struct track *track_list_find(struct track_list *list, long id);

/* Removes the track at this index, which is there. */
void track_list_remove(struct track_list *list, long index);

#endif
