#ifndef SPOTIFY_SYNC_RECONCILE_INSIDE_H
#define SPOTIFY_SYNC_RECONCILE_INSIDE_H

#include "base/buffer.h"
#include "base/ids.h"
#include "reconcile.h"

/* The inside of reconcile.h: what its modules share, and nobody else knows. */

/* Of a known entry, in `place`, where it is not the place where it was found. */
enum { NOT_FOUND = -1, MOVED = -2, GONE = -3, UNSHOWN = -4, KEPT = -5 };

/* Of a place of the list, in `entry`, if it is not the number of the known entry that stands there.
 * Gaps are exact ones or of a short page, and either open or known. */
enum {
    UNREAD = -1,
    SEEN_NEW = -2,
    SEEN_GAP = -3,
    SHORT_GAP = -4,
    KNOWN_GAP = -5,
    KNOWN_SHORT_GAP = -6
};

struct known_entry {
    int64_t added_at;
    int64_t id; /* number in ids, or in suspect_ids */
    int64_t place;
    bool unshown;
    bool kept; /* by the earlier reading */
};

struct known_gap {
    int64_t from_end; /* its place in the known list; the last one is 1 */
    int64_t entry;    /* the known entry that it stands before */
    bool found;
};

struct list_place {
    int64_t added_at; /* of a gap: the place from which on what it holds may stand; once that is
                         settled, the newest time that it may be of */
    int64_t entry;
    int32_t seen; /* number in `seen` of what stands there; NOWHERE: nothing was seen */
    int32_t page; /* the first place of the page that was read there; NOWHERE: none was; AGAIN: the
                     place is wanted again */
};

enum { NOWHERE = -1, AGAIN = -2 };

struct reconcile {
    struct ids *ids;
    struct ids *suspect_ids;
    struct known_entry *suspects; /* by their number in suspect_ids */
    size_t suspect_capacity;
    struct ids *seen;          /* in this reading */
    struct buffer seen_places; /* of int32_t, by the numbers in `seen`; NOWHERE: forgotten */
    struct known_entry *known;
    int64_t *entry_of_id;
    size_t count, capacity;
    struct known_gap *gaps; /* in the order of the list */
    size_t gap_count;
    struct list_place *places;
    int64_t total;
    bool whole;      /* every place is wanted */
    bool unanswered; /* there is no answer whether what is missing is still saved */
    int64_t back; /* seen, and neither shown nor unshown in the earlier reading, as far as known */
};

/* Places not read yet that stand side by side. */
struct place_run {
    int64_t first, end;
};

/* Places between two ties, and the known entries between them. */
struct segment {
    int64_t first_place, end_place;
    int64_t first_entry, end_entry;
    size_t first_gap, end_gap;
    int64_t unread;
    int64_t missing; /* known entries and gaps not found */
    struct place_run longest;
};

/* What a walk through the segments begins with. */
#define FIRST_SEGMENT                                                                              \
    {                                                                                              \
        .end_place = -1, .end_entry = -1                                                           \
    }

/* The segment after the tie that *segment ends with. False when there is none. */
bool reconcile_next_segment(const struct reconcile *reconcile, struct segment *segment);

/* Whether a place is a gap. */
bool reconcile_holds_gap(const struct reconcile *reconcile, int64_t place);

/* The place where this reading has seen an id; NOWHERE if it has not. */
int64_t reconcile_place_of(const struct reconcile *reconcile, const char *id, size_t length);

/* Finds the known gaps again among the gaps that were read, as far as they stand where they stood,
 * and else within a page of it. */
void reconcile_find_gaps(struct reconcile *reconcile);

/* Compares two of int64_t for qsort, the greater first. */
int reconcile_falling(const void *a, const void *b);

#endif
