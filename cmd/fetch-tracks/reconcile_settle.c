#include "reconcile_inside.h"

#include <stdlib.h>
#include <string.h>

/* Gives what is known between two ties the places there that were not read, in its order. */
static void place_unread(struct reconcile *reconcile)
{
    struct segment segment = FIRST_SEGMENT;

    while (reconcile_next_segment(reconcile, &segment)) {
        int64_t place = segment.first_place, entry = segment.first_entry;
        size_t gap = segment.first_gap;
        while (place < segment.end_place && (gap < segment.end_gap || entry < segment.end_entry)) {
            bool is_gap = gap < segment.end_gap && reconcile->gaps[gap].entry <= entry;
            if (reconcile->places[place].entry != UNREAD) {
                place++;
            } else if (is_gap || entry == segment.end_entry) {
                if (!reconcile->gaps[gap].found)
                    reconcile->places[place++].entry = KNOWN_GAP;
                reconcile->gaps[gap++].found = true;
            } else {
                if (reconcile->known[entry].place == NOT_FOUND) {
                    reconcile->places[place].entry = entry;
                    reconcile->known[entry].place = place++;
                }
                entry++;
            }
        }
    }
}

/* A gap that is not known: something known that was not seen may stand there, if it was added in
 * this span. */
struct open_gap {
    int64_t newest, oldest;
    bool of_short_page;
    bool taken;
};

static bool is_open_gap(const struct reconcile *reconcile, int64_t place)
{
    int64_t entry = reconcile->places[place].entry;

    return entry == SEEN_GAP || entry == SHORT_GAP;
}

static int newest_gap_first(const void *a, const void *b)
{
    return reconcile_falling(&((const struct open_gap *)a)->newest,
                             &((const struct open_gap *)b)->newest);
}

/* The open gaps, newest first: to be called before place_unread. The caller frees them. NULL if
 * memory runs out. */
static struct open_gap *find_open_gaps(struct reconcile *reconcile, size_t *count)
{
    struct list_place *places = reconcile->places;
    int64_t oldest = INT64_MIN;
    struct open_gap *gaps;

    *count = 0;
    for (int64_t i = 0; i < reconcile->total; i++)
        *count += is_open_gap(reconcile, i);
    gaps = calloc(*count ? *count : 1, sizeof *gaps);
    if (!gaps)
        return NULL;
    *count = 0;
    for (int64_t i = 0; i < reconcile->total; i++) {
        int64_t from = places[i].added_at;
        if (!reconcile_holds_gap(reconcile, i))
            continue;
        places[i].added_at =
            from == 0 || places[from - 1].entry == UNREAD ? INT64_MAX : places[from - 1].added_at;
        /* what is missing from a page may have been saved again, and be of any age */
        if (is_open_gap(reconcile, i))
            gaps[(*count)++] = (struct open_gap){places[i].added_at, INT64_MIN,
                                                 places[i].entry == SHORT_GAP, false};
    }
    for (int64_t i = reconcile->total, gap = (int64_t)*count; i-- > 0;) {
        if (!reconcile_holds_gap(reconcile, i))
            oldest = places[i].entry == UNREAD ? INT64_MIN : places[i].added_at;
        else if (is_open_gap(reconcile, i) && !gaps[--gap].of_short_page)
            gaps[gap].oldest = oldest;
    }
    qsort(gaps, *count, sizeof *gaps, newest_gap_first);
    return gaps;
}

/*
 * Takes a gap at which something from a span may stand. False if there is none. Spans come in
 * falling order: *cursor, 0 at first, is before those gaps that are of use for this one and later
 * ones.
 */
static bool take_open_gap(struct open_gap *gaps, size_t count, size_t *cursor, int64_t newest,
                          int64_t oldest)
{
    while (*cursor < count && (gaps[*cursor].taken || gaps[*cursor].oldest > newest))
        ++*cursor;
    for (size_t i = *cursor; i < count && gaps[i].newest >= oldest; i++)
        if (!gaps[i].taken && gaps[i].oldest <= newest) {
            gaps[i].taken = true;
            return true;
        }
    return false;
}

/* Something known that has no place: a known entry or a suspect. */
struct lost_entry {
    struct known_entry *known;
};

static int newest_lost_first(const void *a, const void *b)
{
    return reconcile_falling(&((const struct lost_entry *)a)->known->added_at,
                             &((const struct lost_entry *)b)->known->added_at);
}

static bool is_lost_suspect(const struct reconcile *reconcile, size_t number)
{
    const char *id = ids_get(reconcile->suspect_ids, number);

    return reconcile_place_of(reconcile, id, strlen(id)) == NOWHERE &&
           !ids_has(reconcile->ids, id, strlen(id));
}

/* What is known and has no place, newest first, but nothing that was unshown before. The caller
 * frees it. NULL if memory runs out. */
static struct lost_entry *find_lost(struct reconcile *reconcile, size_t *count)
{
    size_t suspects = ids_count(reconcile->suspect_ids);
    struct lost_entry *lost = malloc((reconcile->count + suspects + 1) * sizeof *lost);

    *count = 0;
    if (!lost)
        return NULL;
    for (size_t i = 0; i < reconcile->count; i++)
        if (reconcile->known[i].place == NOT_FOUND)
            lost[(*count)++].known = &reconcile->known[i];
    for (size_t i = 0; i < suspects; i++) {
        if (!reconcile->suspects[i].unshown && is_lost_suspect(reconcile, i))
            lost[(*count)++].known = &reconcile->suspects[i];
    }
    qsort(lost, *count, sizeof *lost, newest_lost_first);
    return lost;
}

/* The gaps of the list, and what they held and hold, in numbers. */
struct gap_counts {
    int64_t now;     /* how many there are */
    int64_t left;    /* how many there were, without those that may have been left */
    int64_t unshown; /* how many of those held what was unshown */
};

static struct gap_counts count_gaps(const struct reconcile *reconcile)
{
    struct gap_counts counts = {.left = (int64_t)reconcile->gap_count - reconcile->back};

    for (int64_t i = 0; i < reconcile->total; i++)
        counts.now += reconcile_holds_gap(reconcile, i);
    for (size_t i = 0; i < ids_count(reconcile->suspect_ids); i++) {
        counts.unshown += reconcile->suspects[i].unshown;
        counts.left -= reconcile->suspects[i].unshown && !is_lost_suspect(reconcile, i);
    }
    return counts;
}

/* Gives what is lost an open gap that it fits. While there are others, or gaps that may hold
 * something else than before, each could hold what is lost after all; else what is lost is gone. */
static void place_lost(const struct reconcile *reconcile, const struct lost_entry *lost,
                       size_t lost_count, struct open_gap *gaps, size_t gap_count)
{
    const struct gap_counts counts = count_gaps(reconcile);
    bool may_hold = gap_count > 0 || (counts.now > 0 && counts.now > counts.left);
    size_t cursor = 0;

    for (size_t i = 0; i < lost_count; i++) {
        struct known_entry *known = lost[i].known;
        bool timeless = known->added_at == RECONCILE_NO_TIME;
        int64_t newest = timeless ? INT64_MAX : known->added_at;

        if (timeless)
            cursor = 0;
        known->place = take_open_gap(gaps, gap_count, &cursor, newest, known->added_at) ? UNSHOWN
                       : may_hold                                                       ? KEPT
                                                                                        : GONE;
    }
}

/* What was unshown and still is stays while there are gaps that neither hold another entry nor held
 * something else before. */
static void settle_unshown(struct reconcile *reconcile)
{
    const struct gap_counts counts = count_gaps(reconcile);
    int64_t others = (int64_t)reconcile->gap_count - counts.unshown - reconcile->back;
    int64_t gaps = counts.now - (others > 0 ? others : 0);

    for (size_t i = 0; i < reconcile->count; i++)
        gaps -= reconcile->known[i].place == UNSHOWN;
    for (size_t i = 0; i < ids_count(reconcile->suspect_ids); i++)
        gaps -= reconcile->suspects[i].place == UNSHOWN;
    for (size_t i = 0; i < ids_count(reconcile->suspect_ids); i++)
        if (reconcile->suspects[i].unshown && is_lost_suspect(reconcile, i))
            reconcile->suspects[i].place = gaps > 0 ? UNSHOWN : GONE;
}

bool reconcile_settle(struct reconcile *reconcile, struct error *error)
{
    size_t gap_count, lost_count;
    struct open_gap *gaps;
    struct lost_entry *lost = NULL;
    bool settled = false;

    reconcile_find_gaps(reconcile);
    gaps = find_open_gaps(reconcile, &gap_count);
    if (!gaps)
        goto out;
    place_unread(reconcile);
    lost = find_lost(reconcile, &lost_count);
    if (!lost)
        goto out;
    place_lost(reconcile, lost, lost_count, gaps, gap_count);
    settle_unshown(reconcile);
    settled = true;
out:
    free(gaps);
    free(lost);
    return settled || error_no_memory(error);
}
