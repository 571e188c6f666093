#include "reconcile.h"
#include "base/ids.h"

#include <stdlib.h>
#include <string.h>

/* Of a known entry, in `place`, where it is not the place where it was found. */
enum { NOT_FOUND = -1, MOVED = -2, GONE = -3 };

/* Of a place of the list, in `entry`, where it is not the number of the known entry that stands
 * there. SHORT_GAP is a gap of a short page; where something may stand that was not seen, NOT_SEEN,
 * there is none to be remembered. */
enum { UNREAD = -1, SEEN_NEW = -2, SEEN_GAP = -3, SHORT_GAP = -4, NOT_SEEN = -5 };

struct known {
    int64_t added_at;
    int64_t id; /* number in ids; negative: a gap */
    int64_t place;
};

struct place {
    int64_t added_at; /* of a gap: the place from which on what it holds may stand; once that is
                         settled, the newest time that it may be of */
    int64_t entry;
};

struct reconcile {
    struct ids *ids;
    struct ids *suspect_ids;
    struct known *suspects; /* by their number in suspect_ids */
    size_t suspect_capacity;
    struct ids *seen; /* in this reading */
    struct known *known;
    int64_t *entry_of_id;
    size_t count, capacity;
    struct place *places;
    int64_t total;
};

/* Places not read yet that stand side by side. */
struct run {
    int64_t first, end;
};

struct reconcile *reconcile_new(struct error *error)
{
    struct reconcile *reconcile = calloc(1, sizeof *reconcile);

    if (!reconcile) {
        (void)error_no_memory(error);
        return NULL;
    }
    if (!(reconcile->ids = ids_new(error)) || !(reconcile->suspect_ids = ids_new(error))) {
        reconcile_free(reconcile);
        return NULL;
    }
    return reconcile;
}

/* Makes room for one more entry. */
static bool make_room(struct known **entries, size_t count, size_t *capacity, struct error *error)
{
    size_t grown_capacity = *capacity ? *capacity * 2 : 1024;
    struct known *grown;

    if (count < *capacity)
        return true;
    grown = realloc(*entries, grown_capacity * sizeof *grown);
    if (!grown)
        return error_no_memory(error);
    *entries = grown;
    *capacity = grown_capacity;
    return true;
}

bool reconcile_know(struct reconcile *reconcile, const char *id, size_t length, int64_t added_at,
                    struct error *error)
{
    bool added;

    if (!make_room(&reconcile->known, reconcile->count, &reconcile->capacity, error) ||
        !ids_add(reconcile->ids, id, length, &added, error))
        return false;
    if (added)
        reconcile->known[reconcile->count++] =
            (struct known){added_at, (int64_t)ids_count(reconcile->ids) - 1, NOT_FOUND};
    return true;
}

bool reconcile_suspect(struct reconcile *reconcile, const char *id, size_t length, int64_t added_at,
                       struct error *error)
{
    int64_t number = (int64_t)ids_count(reconcile->suspect_ids);
    bool added;

    if (!make_room(&reconcile->suspects, (size_t)number, &reconcile->suspect_capacity, error) ||
        !ids_add(reconcile->suspect_ids, id, length, &added, error))
        return false;
    if (added)
        reconcile->suspects[number] = (struct known){added_at, number, NOT_FOUND};
    return true;
}

static int falling(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x < y) - (x > y);
}

bool reconcile_know_gaps(struct reconcile *reconcile, const int64_t *places, size_t count,
                         struct error *error)
{
    size_t total = reconcile->count + count;
    struct known *known = malloc((total ? total : 1) * sizeof *known);
    int64_t *sorted = malloc((count ? count : 1) * sizeof *sorted);
    size_t next = 0, gap = 0;

    if (!known || !sorted) {
        free(known);
        free(sorted);
        return error_no_memory(error);
    }
    for (size_t i = 0; i < count; i++)
        sorted[i] = places[i];
    qsort(sorted, count, sizeof *sorted, falling);
    for (size_t i = 0; i < total; i++) {
        bool is_gap =
            gap < count && (next == reconcile->count || sorted[gap] >= (int64_t)(total - i));
        if (is_gap) {
            int64_t added_at = i ? known[i - 1].added_at : INT64_MAX;
            known[i] = (struct known){added_at, -1, NOT_FOUND};
            gap++;
        } else {
            known[i] = reconcile->known[next++];
        }
    }
    free(sorted);
    free(reconcile->known);
    reconcile->known = known;
    reconcile->count = reconcile->capacity = total;
    return true;
}

bool reconcile_begin(struct reconcile *reconcile, int64_t total, struct error *error)
{
    size_t ids = ids_count(reconcile->ids);

    free(reconcile->places);
    free(reconcile->entry_of_id);
    ids_free(reconcile->seen);
    reconcile->places = malloc((total ? (size_t)total : 1) * sizeof *reconcile->places);
    reconcile->entry_of_id = malloc((ids ? ids : 1) * sizeof *reconcile->entry_of_id);
    reconcile->seen = ids_new(error);
    if (!reconcile->seen)
        return false;
    if (!reconcile->places || !reconcile->entry_of_id)
        return error_no_memory(error);
    reconcile->total = total;
    for (int64_t i = 0; i < total; i++)
        reconcile->places[i].entry = UNREAD;
    for (size_t i = 0; i < reconcile->count; i++) {
        reconcile->known[i].place = NOT_FOUND;
        if (reconcile->known[i].id >= 0)
            reconcile->entry_of_id[reconcile->known[i].id] = (int64_t)i;
    }
    for (size_t i = 0; i < ids_count(reconcile->suspect_ids); i++)
        reconcile->suspects[i].place = NOT_FOUND;
    return true;
}

/* Whether the entry stands behind what is tied ahead of the place. A page is seen in order, so the
 * place before it tells. */
static bool in_order(const struct reconcile *reconcile, int64_t place, int64_t entry)
{
    while (place > 0 && reconcile->places[place - 1].entry < 0 &&
           reconcile->places[place - 1].entry != UNREAD)
        place--;
    return place == 0 || reconcile->places[place - 1].entry < entry;
}

bool reconcile_see(struct reconcile *reconcile, int64_t place, const char *id, size_t length,
                   int64_t added_at)
{
    struct error unused;
    int64_t number, entry;
    bool first_sight = false;

    if (place < 0 || place >= reconcile->total || reconcile->places[place].entry != UNREAD)
        return true;
    reconcile->places[place].added_at = added_at;
    if (!ids_add(reconcile->seen, id, length, &first_sight, &unused) || !first_sight) {
        /* the same id once more is no second track */
        reconcile->places[place].entry = SEEN_GAP;
        return true;
    }
    number = ids_find(reconcile->ids, id, length);
    if (number < 0) {
        reconcile->places[place].entry = SEEN_NEW;
        return false;
    }
    entry = reconcile->entry_of_id[number];
    if (reconcile->known[entry].added_at != added_at) {
        /* removed and saved again: it stands in one place only, so it is not where it was */
        reconcile->known[entry].place = MOVED;
        reconcile->places[place].entry = SEEN_NEW;
        return false;
    }
    reconcile->known[entry].place = place;
    reconcile->places[place].entry = entry;
    return in_order(reconcile, place, entry);
}

static bool is_gap(const struct reconcile *reconcile, int64_t entry)
{
    return entry >= 0 && entry < (int64_t)reconcile->count && reconcile->known[entry].id < 0 &&
           reconcile->known[entry].place == NOT_FOUND;
}

/* Ties a gap to a known gap, where one stands beside the same neighbour. */
static void tie_gap(struct reconcile *reconcile, int64_t place)
{
    struct place *places = reconcile->places;
    int64_t entry = -1;

    if (place > 0 && places[place - 1].entry >= 0)
        entry = places[place - 1].entry + 1;
    else if (place == 0)
        entry = 0;
    if (!is_gap(reconcile, entry) && place + 1 < reconcile->total && places[place + 1].entry >= 0)
        entry = places[place + 1].entry - 1;
    if (!is_gap(reconcile, entry) && place + 1 == reconcile->total)
        entry = (int64_t)reconcile->count - 1;
    if (!is_gap(reconcile, entry))
        return;
    reconcile->known[entry].place = place;
    places[place].entry = entry;
}

void reconcile_read(struct reconcile *reconcile, int64_t place, int64_t end, bool is_short)
{
    struct place *places = reconcile->places;

    for (int64_t i = place; i < end && i < reconcile->total; i++) {
        if (places[i].entry != UNREAD && places[i].entry != SEEN_GAP)
            continue;
        places[i].added_at = is_short ? place : i;
        places[i].entry = is_short ? SHORT_GAP : SEEN_GAP;
        if (!is_short)
            tie_gap(reconcile, i);
    }
}

/* Places between two ties, and the known entries between them. */
struct segment {
    int64_t first_place, end_place;
    int64_t first_entry, end_entry;
    int64_t unread;
    int64_t missing; /* known entries not found */
    struct run longest;
};

/* The segment behind the tie that *segment ends with. False when there is none. */
static bool next_segment(const struct reconcile *reconcile, struct segment *segment)
{
    int64_t run_start = -1;
    int64_t place, entry = (int64_t)reconcile->count;

    if (segment->end_place >= reconcile->total && segment->end_entry >= (int64_t)reconcile->count)
        return false;
    *segment = (struct segment){.first_place = segment->end_place + 1,
                                .first_entry = segment->end_entry + 1};
    for (place = segment->first_place; place < reconcile->total; place++) {
        if (reconcile->places[place].entry == UNREAD) {
            segment->unread++;
            if (run_start < 0)
                run_start = place;
            if (place + 1 - run_start > segment->longest.end - segment->longest.first)
                segment->longest = (struct run){run_start, place + 1};
            continue;
        }
        run_start = -1;
        if (reconcile->places[place].entry >= segment->first_entry) {
            entry = reconcile->places[place].entry;
            break;
        }
    }
    segment->end_place = place;
    segment->end_entry = entry;
    for (int64_t i = segment->first_entry; i < entry; i++)
        segment->missing += reconcile->known[i].place == NOT_FOUND;
    return true;
}

static size_t ask_for(int64_t offset, int64_t *offsets, size_t count, size_t most)
{
    for (size_t i = 0; i < count; i++)
        if (offsets[i] == offset)
            return count;
    if (count < most)
        offsets[count++] = offset;
    return count;
}

/* Whether nothing that could be stored was seen at a place. */
static bool holds_gap(const struct reconcile *reconcile, int64_t place)
{
    int64_t entry = reconcile->places[place].entry;

    return entry == SEEN_GAP || entry == SHORT_GAP ||
           (entry >= 0 && reconcile->known[entry].id < 0);
}

/*
 * A missing entry may stand, in another order, among its equals that were not read yet. Asks for
 * such places at the rims of what was read; a gap there could have been any of them.
 */
static size_t ask_for_equals(const struct reconcile *reconcile, int64_t added_at, long page_size,
                             int64_t *offsets, size_t count, size_t most)
{
    const struct place *places = reconcile->places;

    for (int64_t i = 0; i < reconcile->total && count < most; i++) {
        if (places[i].entry == UNREAD ||
            (places[i].added_at != added_at && !holds_gap(reconcile, i)))
            continue;
        if (i + 1 < reconcile->total && places[i + 1].entry == UNREAD)
            count = ask_for(i + 1, offsets, count, most);
        if (i > 0 && places[i - 1].entry == UNREAD)
            count = ask_for(i > page_size ? i - page_size : 0, offsets, count, most);
    }
    return count;
}

/*
 * A missing entry may have been saved again, and what was saved since stands at the head, ahead of
 * the first tie. Asks for the first place there that was not read, for the counts alone could hide
 * it behind a removal.
 */
static size_t ask_for_head(const struct reconcile *reconcile, int64_t *offsets, size_t count,
                           size_t most)
{
    int64_t place = 0;

    while (place < reconcile->total && reconcile->places[place].entry != UNREAD &&
           (reconcile->places[place].entry < 0 || holds_gap(reconcile, place)))
        place++;
    if (place == reconcile->total || reconcile->places[place].entry != UNREAD)
        return count;
    return ask_for(place, offsets, count, most);
}

size_t reconcile_wanted(const struct reconcile *reconcile, long page_size, int64_t *offsets,
                        size_t most)
{
    struct segment segment = {.end_place = -1, .end_entry = -1};
    size_t count = ask_for_head(reconcile, offsets, 0, most);

    while (count < most && next_segment(reconcile, &segment)) {
        int64_t first = segment.longest.first;
        int64_t pages = (segment.longest.end - first + page_size - 1) / page_size;

        if (segment.unread == 0 || segment.unread == segment.missing)
            continue;
        count = ask_for(first + pages / 2 * page_size, offsets, count, most);
    }
    segment = (struct segment){.end_place = -1, .end_entry = -1};
    while (count == 0 && next_segment(reconcile, &segment)) {
        int64_t asked_for = INT64_MIN;
        for (int64_t i = segment.first_entry; segment.unread == 0 && i < segment.end_entry; i++) {
            const struct known *known = &reconcile->known[i];
            if (known->place != NOT_FOUND || known->id < 0 || known->added_at == asked_for)
                continue;
            asked_for = known->added_at;
            count = ask_for_equals(reconcile, asked_for, page_size, offsets, count, most);
        }
    }
    return count;
}

/* Gives the known entries between two ties the places there that were not read, in their order. */
static void place_unread(struct reconcile *reconcile)
{
    struct segment segment = {.end_place = -1, .end_entry = -1};

    while (next_segment(reconcile, &segment)) {
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
struct gap {
    int64_t place;
    int64_t newest, oldest;
    bool of_short_page;
    bool taken;
};

static int newest_gap_first(const void *a, const void *b)
{
    return falling(&((const struct gap *)a)->newest, &((const struct gap *)b)->newest);
}

/* The gaps that are not tied, newest first: to be called ahead of place_unread. The caller frees
 * them. NULL when memory cannot be had. */
static struct gap *find_gaps(struct reconcile *reconcile, size_t *count)
{
    struct place *places = reconcile->places;
    int64_t oldest = INT64_MIN;
    struct gap *gaps;

    *count = 0;
    for (int64_t i = 0; i < reconcile->total; i++)
        *count += places[i].entry == SEEN_GAP || places[i].entry == SHORT_GAP;
    gaps = malloc((*count ? *count : 1) * sizeof *gaps);
    if (!gaps)
        return NULL;
    *count = 0;
    for (int64_t i = 0; i < reconcile->total; i++) {
        int64_t from = places[i].added_at;
        if (!holds_gap(reconcile, i))
            continue;
        places[i].added_at =
            from == 0 || places[from - 1].entry == UNREAD ? INT64_MAX : places[from - 1].added_at;
        /* what is missing from a page may have been saved again, and be of any age */
        if (places[i].entry < 0)
            gaps[(*count)++] =
                (struct gap){i, places[i].added_at, INT64_MIN, places[i].entry == SHORT_GAP, false};
    }
    for (int64_t i = reconcile->total, gap = (int64_t)*count; i-- > 0;) {
        if (!holds_gap(reconcile, i))
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
static struct gap *take_gap(struct gap *gaps, size_t count, size_t *cursor, int64_t newest,
                            int64_t oldest, bool sure)
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
static void place_known_gaps(struct reconcile *reconcile, struct gap *gaps, size_t gap_count)
{
    size_t cursor = 0, next = 0;

    for (size_t i = 0; i < reconcile->count; i++) {
        struct known *known = &reconcile->known[i];
        struct gap *gap;
        if (known->id >= 0 || known->place != NOT_FOUND)
            continue;
        for (next = next > i ? next : i; next < reconcile->count && reconcile->known[next].id < 0;)
            next++;
        gap = take_gap(gaps, gap_count, &cursor, known->added_at,
                       next < reconcile->count ? reconcile->known[next].added_at : INT64_MIN, true);
        if (!gap)
            continue;
        known->place = gap->place;
        reconcile->places[gap->place].entry = (int64_t)i;
    }
}

/* Something known that has no place: a known entry or a suspect. */
struct lost {
    struct known *known;
};

static int newest_first(const void *a, const void *b)
{
    return falling(&((const struct lost *)a)->known->added_at,
                   &((const struct lost *)b)->known->added_at);
}

/* What is known and has no place, newest first; the caller frees it. NULL when memory cannot be
 * had. */
static struct lost *find_lost(struct reconcile *reconcile, size_t *count)
{
    size_t suspects = ids_count(reconcile->suspect_ids);
    struct lost *lost = malloc((reconcile->count + suspects + 1) * sizeof *lost);

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
    qsort(lost, *count, sizeof *lost, newest_first);
    return lost;
}

/* Gives what is lost a gap where it could stand, and finds gone what could stand at none. Returns
 * how much could only stand where something else was put. */
static size_t place_lost(struct reconcile *reconcile, const struct lost *lost, size_t lost_count,
                         struct gap *gaps, size_t gap_count)
{
    int64_t taken_down_to = INT64_MAX; /* the oldest of the spans of gaps that are taken */
    bool any_taken = false;
    size_t cursor = 0, kept = 0;

    for (size_t i = 0; i < lost_count; i++) {
        struct known *known = lost[i].known;
        bool timeless = known->added_at == RECONCILE_NO_TIME;
        int64_t newest = timeless ? INT64_MAX : known->added_at;
        struct gap *gap;

        if (timeless)
            cursor = 0;
        gap = take_gap(gaps, gap_count, &cursor, newest, known->added_at, false);
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
    struct gap *gaps = find_gaps(reconcile, &gap_count);
    struct lost *lost = NULL;
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

const char *reconcile_removed(const struct reconcile *reconcile, size_t *cursor)
{
    size_t suspects = ids_count(reconcile->suspect_ids);

    while (*cursor < reconcile->count) {
        const struct known *known = &reconcile->known[(*cursor)++];
        if (known->place == GONE && known->id >= 0)
            return ids_get(reconcile->ids, (size_t)known->id);
    }
    while (*cursor - reconcile->count < suspects) {
        size_t number = (*cursor)++ - reconcile->count;
        if (reconcile->suspects[number].place == GONE)
            return ids_get(reconcile->suspect_ids, number);
    }
    return NULL;
}

int64_t reconcile_gap(const struct reconcile *reconcile, size_t *cursor)
{
    while ((int64_t)*cursor < reconcile->total) {
        int64_t place = (int64_t)(*cursor)++;
        if (holds_gap(reconcile, place))
            return reconcile->total - place;
    }
    return 0;
}

void reconcile_free(struct reconcile *reconcile)
{
    if (!reconcile)
        return;
    ids_free(reconcile->ids);
    ids_free(reconcile->suspect_ids);
    free(reconcile->suspects);
    ids_free(reconcile->seen);
    free(reconcile->known);
    free(reconcile->entry_of_id);
    free(reconcile->places);
    free(reconcile);
}
