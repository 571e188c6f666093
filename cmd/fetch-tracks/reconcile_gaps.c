#include "reconcile_inside.h"

#include <stdlib.h>

/* How far a known gap may have moved: the gaps of a short page are somewhere on it. */
enum { MOST_SHIFT = 50 };

bool reconcile_know_gaps(struct reconcile *reconcile, const int64_t *places, size_t count,
                         struct error *error)
{
    int64_t *sorted = malloc((count ? count : 1) * sizeof *sorted);
    int64_t entry = (int64_t)reconcile->count, behind = 0;

    reconcile->gaps = calloc(count ? count : 1, sizeof *reconcile->gaps);
    if (!sorted || !reconcile->gaps) {
        free(sorted);
        return error_no_memory(error);
    }
    for (size_t i = 0; i < count; i++)
        sorted[i] = places[i];
    qsort(sorted, count, sizeof *sorted, reconcile_falling);
    for (size_t i = count; i-- > 0; behind++) {
        /* what was kept had no place */
        while (entry > 0 && behind < sorted[i] - 1)
            behind += !reconcile->known[--entry].kept;
        reconcile->gaps[i] = (struct known_gap){sorted[i], entry, false};
    }
    reconcile->gap_count = count;
    free(sorted);
    return true;
}

int64_t reconcile_known_gaps(const struct reconcile *reconcile, int64_t total, int64_t place,
                             int64_t end)
{
    int64_t count = 0;

    for (size_t i = 0; i < reconcile->gap_count; i++) {
        int64_t at = total - reconcile->gaps[i].from_end;
        count += at >= place - MOST_SHIFT && at < end + MOST_SHIFT;
    }
    return count;
}

/* The known entries that a gap may stand before. */
struct gap_span {
    int64_t first, last;
};

/* The entry that is tied to the first tied place from `place` on, in steps of `step`, as far as the
 * list was read and a gap can have moved; `end` at the list's end. -1: there is none. */
static int64_t tie_beside(const struct reconcile *reconcile, int64_t place, int64_t step,
                          int64_t end)
{
    for (int i = 0; i < MOST_SHIFT; i++) {
        place += step;
        if (place < 0 || place >= reconcile->total)
            return end;
        if (reconcile->places[place].entry == UNREAD)
            return -1;
        if (reconcile->places[place].entry >= 0)
            return reconcile->places[place].entry + (step < 0 ? 1 : 0);
    }
    return -1;
}

/* Fills *span with what the ties beside an open gap say. False if there are none. */
static bool find_span(const struct reconcile *reconcile, int64_t place, struct gap_span *span)
{
    const struct list_place *places = reconcile->places;
    int64_t first = tie_beside(reconcile, place, -1, 0);
    int64_t last = tie_beside(reconcile, place, 1, (int64_t)reconcile->count);

    *span = (struct gap_span){first < 0 ? last : first, last < first ? first : last};
    if (places[place].entry == SHORT_GAP)
        for (int64_t i = places[place].added_at; i < place; i++)
            if (places[i].entry >= 0 && places[i].entry < span->first)
                span->first = places[i].entry;
    return span->first >= 0;
}

/* The first known gap, not found yet, that is in the span or at most `most` away; or, with
 * `nearest`, the one nearest to its end, where the gaps of a short page are. NULL if there is none.
 */
static struct known_gap *known_gap_near(struct reconcile *reconcile, const struct gap_span *span,
                                        int64_t most, bool nearest)
{
    struct known_gap *found = NULL;
    size_t low = 0, high = reconcile->gap_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (reconcile->gaps[middle].entry < span->first - most)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < reconcile->gap_count && reconcile->gaps[low].entry <= span->last + most; low++) {
        struct known_gap *gap = &reconcile->gaps[low];
        if (!gap->found &&
            (!found || (nearest && (gap->entry <= span->last ||
                                    gap->entry - span->last < span->last - found->entry))))
            found = gap;
    }
    return found;
}

/* Finds known gaps again; those of short pages may be at most `most` entries away. Returns how many
 * gaps are left open. */
static size_t find_gaps_within(struct reconcile *reconcile, int64_t most, bool nearest)
{
    size_t open = 0;

    for (int64_t i = 0; i < reconcile->total; i++) {
        struct list_place *place = &reconcile->places[i];
        bool is_short = place->entry == SHORT_GAP;
        struct known_gap *gap = NULL;
        struct gap_span span;

        if (!is_short && place->entry != SEEN_GAP)
            continue;
        if (find_span(reconcile, i, &span))
            gap = known_gap_near(reconcile, &span, is_short ? most : 0, nearest);
        if (gap) {
            gap->found = true;
            place->entry = is_short ? KNOWN_SHORT_GAP : KNOWN_GAP;
        } else {
            open++;
        }
    }
    return open;
}

static void lose_gaps(struct reconcile *reconcile)
{
    for (size_t i = 0; i < reconcile->gap_count; i++)
        reconcile->gaps[i].found = false;
    for (int64_t i = 0; i < reconcile->total; i++) {
        struct list_place *place = &reconcile->places[i];
        if (place->entry == KNOWN_GAP)
            place->entry = SEEN_GAP;
        else if (place->entry == KNOWN_SHORT_GAP)
            place->entry = SHORT_GAP;
    }
}

void reconcile_find_gaps(struct reconcile *reconcile)
{
    if (reconcile->gap_count == 0)
        return;
    lose_gaps(reconcile);
    /* in their order, all that were read are found if none is new; else the nearest ones are */
    if (find_gaps_within(reconcile, MOST_SHIFT, false) == 0)
        return;
    lose_gaps(reconcile);
    (void)find_gaps_within(reconcile, 0, true);
    (void)find_gaps_within(reconcile, MOST_SHIFT, true);
}
