#ifndef SPOTIFY_SYNC_RECONCILE_INSIDE_H
#define SPOTIFY_SYNC_RECONCILE_INSIDE_H

#include "base/ids.h"
#include "reconcile.h"

/* The inside of reconcile.h: what its modules share, and nobody else knows. */

/* Of a known entry, in `place`, where it is not the place where it was found. */
enum { NOT_FOUND = -1, MOVED = -2, GONE = -3 };

/* Of a place of the list, in `entry`, where it is not the number of the known entry that stands
 * there. SHORT_GAP is a gap of a short page; where something may stand that was not seen, NOT_SEEN,
 * there is none to be remembered. */
enum { UNREAD = -1, SEEN_NEW = -2, SEEN_GAP = -3, SHORT_GAP = -4, NOT_SEEN = -5 };

struct known_entry {
    int64_t added_at;
    int64_t id; /* number in ids; negative: a gap */
    int64_t place;
};

struct list_place {
    int64_t added_at; /* of a gap: the place from which on what it holds may stand; once that is
                         settled, the newest time that it may be of */
    int64_t entry;
};

struct reconcile {
    struct ids *ids;
    struct ids *suspect_ids;
    struct known_entry *suspects; /* by their number in suspect_ids */
    size_t suspect_capacity;
    struct ids *seen; /* in this reading */
    struct known_entry *known;
    int64_t *entry_of_id;
    size_t count, capacity;
    struct list_place *places;
    int64_t total;
};

/* Places not read yet that stand side by side. */
struct place_run {
    int64_t first, end;
};

/* Places between two ties, and the known entries between them. */
struct segment {
    int64_t first_place, end_place;
    int64_t first_entry, end_entry;
    int64_t unread;
    int64_t missing; /* known entries not found */
    struct place_run longest;
};

/* The segment behind the tie that *segment ends with; at first that is {.end_place = -1, .end_entry
 * = -1}. False when there is none. */
bool reconcile_next_segment(const struct reconcile *reconcile, struct segment *segment);

/* Whether nothing that could be stored was seen at a place. */
bool reconcile_holds_gap(const struct reconcile *reconcile, int64_t place);

/* Compares two of int64_t for qsort, the greater first. */
int reconcile_falling(const void *a, const void *b);

#endif
