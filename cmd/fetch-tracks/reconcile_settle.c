#include "reconcile_inside.h"

#include <stdlib.h>
#include <string.h>

/* Gives the known entries between two ties the places there that were not read, in their order. */
static void place_unread(struct reconcile *reconcile)
{
    struct segment segment = {.end_place = -1, .end_entry = -1};

    while (reconcile_next_segment(reconcile, &segment)) {
        int64_t place = segment.first_place;
        for (int64_t i = segment.first_entry; i < segment.end_entry; i++) {
            if (reconcile->known[i].place != NOT_FOUND)
                continue;
            while (place < segment.end_place && reconcile->places[place].entry != UNREAD)
                place++;
            if (place == segment.end_place)
                break;
            reconcile->known[i].place = place;
            reconcile->places[place].entry = i;
        }
    }
}

/* A gap where none is known: something known that was not seen may stand there, if it was added
 * in this span. */
struct open_gap {
    int64_t place;
    int64_t newest, oldest;
    bool of_short_page;
    bool taken;
};

static int newest_gap_first(const void *a, const void *b)
{
    return reconcile_falling(&((const struct open_gap *)a)->newest,
                             &((const struct open_gap *)b)->newest);
}

/* The gaps that are not tied, newest first: to be called ahead of place_unread. The caller frees
 * them. NULL when memory cannot be had. */
static struct open_gap *find_open_gaps(struct reconcile *reconcile, size_t *count)
{
    struct list_place *places = reconcile->places;
    int64_t oldest = INT64_MIN;
    struct open_gap *gaps;

    *count = 0;
    for (int64_t i = 0; i < reconcile->total; i++)
        *count += places[i].entry == SEEN_GAP || places[i].entry == SHORT_GAP;
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
        if (places[i].entry < 0)
            gaps[(*count)++] = (struct open_gap){i, places[i].added_at, INT64_MIN,
                                                 places[i].entry == SHORT_GAP, false};
    }
    for (int64_t i = reconcile->total, gap = (int64_t)*count; i-- > 0;) {
        if (!reconcile_holds_gap(reconcile, i))
            oldest = places[i].entry == UNREAD ? INT64_MIN : places[i].added_at;
        else if (places[i].entry < 0 && !gaps[--gap].of_short_page)
            gaps[gap].oldest = oldest;
    }
    qsort(gaps, *count, sizeof *gaps, newest_gap_first);
    return gaps;
}

/*
 * Takes a gap at which something from a span may stand, but none of a short page where they are
 * to be `sure`, or gives NULL. Spans come in falling order: *cursor, 0 at first, is ahead of those
 * gaps that are of use for this one and later ones.
 */
static struct open_gap *take_open_gap(struct open_gap *gaps, size_t count, size_t *cursor,
                                      int64_t newest, int64_t oldest, bool sure)
{
    while (*cursor < count && (gaps[*cursor].taken || gaps[*cursor].oldest > newest))
        ++*cursor;
    for (size_t i = *cursor; i < count && gaps[i].newest >= oldest; i++)
        if (!gaps[i].taken && gaps[i].oldest <= newest && !(sure && gaps[i].of_short_page)) {
            gaps[i].taken = true;
            return &gaps[i];
        }
    return NULL;
}

/* Finds the known gaps again that lost their neighbours. */
static void place_known_gaps(struct reconcile *reconcile, struct open_gap *gaps, size_t gap_count)
{
    size_t cursor = 0, next = 0;

    for (size_t i = 0; i < reconcile->count; i++) {
        struct known_entry *known = &reconcile->known[i];
        struct open_gap *gap;
        if (known->id >= 0 || known->place != NOT_FOUND)
            continue;
        for (next = next > i ? next : i; next < reconcile->count && reconcile->known[next].id < 0;)
            next++;
        gap = take_open_gap(gaps, gap_count, &cursor, known->added_at,
                            next < reconcile->count ? reconcile->known[next].added_at : INT64_MIN,
                            true);
        if (!gap)
            continue;
        known->place = gap->place;
        reconcile->places[gap->place].entry = (int64_t)i;
    }
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

/* What is known and has no place, newest first; the caller frees it. NULL when memory cannot be
 * had. */
static struct lost_entry *find_lost(struct reconcile *reconcile, size_t *count)
{
    size_t suspects = ids_count(reconcile->suspect_ids);
    struct lost_entry *lost = malloc((reconcile->count + suspects + 1) * sizeof *lost);

    *count = 0;
    if (!lost)
        return NULL;
    for (size_t i = 0; i < reconcile->count; i++)
        if (reconcile->known[i].id >= 0 && reconcile->known[i].place == NOT_FOUND)
            lost[(*count)++].known = &reconcile->known[i];
    for (size_t i = 0; i < suspects; i++) {
        const char *id = ids_get(reconcile->suspect_ids, i);
        if (!ids_has(reconcile->seen, id, strlen(id)) && !ids_has(reconcile->ids, id, strlen(id)))
            lost[(*count)++].known = &reconcile->suspects[i];
    }
    qsort(lost, *count, sizeof *lost, newest_lost_first);
    return lost;
}

/* Gives what is lost a gap where it could stand, and finds gone what could stand at none. Returns
 * how much could only stand where something else was put. */
static size_t place_lost(struct reconcile *reconcile, const struct lost_entry *lost,
                         size_t lost_count, struct open_gap *gaps, size_t gap_count)
{
    int64_t taken_down_to = INT64_MAX; /* the oldest of the spans of gaps that are taken */
    bool any_taken = false;
    size_t cursor = 0, kept = 0;

    for (size_t i = 0; i < lost_count; i++) {
        struct known_entry *known = lost[i].known;
        bool timeless = known->added_at == RECONCILE_NO_TIME;
        int64_t newest = timeless ? INT64_MAX : known->added_at;
        struct open_gap *gap;

        if (timeless)
            cursor = 0;
        gap = take_open_gap(gaps, gap_count, &cursor, newest, known->added_at, false);
        if (gap) {
            known->place = gap->place;
            reconcile->places[gap->place].entry = NOT_SEEN;
            any_taken = true;
            if (gap->oldest < taken_down_to)
                taken_down_to = gap->oldest;
        } else if (any_taken && taken_down_to <= newest) {
            kept++;
        } else {
            known->place = GONE;
        }
    }
    return kept;
}

bool reconcile_settle(struct reconcile *reconcile, size_t *kept, struct error *error)
{
    size_t gap_count, lost_count;
    struct open_gap *gaps = find_open_gaps(reconcile, &gap_count);
    struct lost_entry *lost = NULL;
    bool settled = false;

    if (!gaps)
        goto out;
    place_unread(reconcile);
    place_known_gaps(reconcile, gaps, gap_count);
    lost = find_lost(reconcile, &lost_count);
    if (!lost)
        goto out;
    *kept = place_lost(reconcile, lost, lost_count, gaps, gap_count);
    settled = true;
out:
    free(gaps);
    free(lost);
    return settled || error_no_memory(error);
}
