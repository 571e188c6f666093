#include "base/buffer.h"
#include "reconcile_inside.h"

#include <stdlib.h>
#include <string.h>

/* The rest of a list is read too if it has at most this number of pages; and if Spotify does not
 * say what is still saved, at most this number of times the places read. */
enum { REST_PAGES = 3, REST_TIMES = 2 };

static size_t add_offset(int64_t offset, int64_t *offsets, size_t count, size_t most)
{
    for (size_t i = 0; i < count; i++)
        if (offsets[i] == offset)
            return count;
    if (count < most)
        offsets[count++] = offset;
    return count;
}

/*
 * A missing entry may stand, in another order, among its equals that were not read yet. Asks for
 * such places at the rims of what was read; a gap there could have been any of them.
 */
static size_t add_equals(const struct reconcile *reconcile, int64_t added_at, long page_size,
                         int64_t *offsets, size_t count, size_t most)
{
    const struct list_place *places = reconcile->places;

    for (int64_t i = 0; i < reconcile->total && count < most; i++) {
        if (places[i].entry == UNREAD ||
            (places[i].added_at != added_at && !reconcile_holds_gap(reconcile, i)))
            continue;
        if (i + 1 < reconcile->total && places[i + 1].entry == UNREAD)
            count = add_offset(i + 1, offsets, count, most);
        if (i > 0 && places[i - 1].entry == UNREAD)
            count = add_offset(i > page_size ? i - page_size : 0, offsets, count, most);
    }
    return count;
}

/*
 * A missing entry may have been saved again, and what was saved since stands at the head, ahead of
 * the first tie. Asks for the first place there that was not read, for the counts alone could hide
 * it behind a removal.
 */
static size_t add_head(const struct reconcile *reconcile, int64_t *offsets, size_t count,
                       size_t most)
{
    int64_t place = 0;

    while (place < reconcile->total && reconcile->places[place].entry != UNREAD &&
           (reconcile->places[place].entry < 0 || reconcile_holds_gap(reconcile, place)))
        place++;
    if (place == reconcile->total || reconcile->places[place].entry != UNREAD)
        return count;
    return add_offset(place, offsets, count, most);
}

/* A missing entry may stand, in another order, among its equals. */
static size_t add_all_equals(const struct reconcile *reconcile, long page_size, int64_t *offsets,
                             size_t count, size_t most)
{
    struct segment segment = FIRST_SEGMENT;

    while (count == 0 && reconcile_next_segment(reconcile, &segment)) {
        int64_t asked_for = INT64_MIN;
        for (int64_t i = segment.first_entry; segment.unread == 0 && i < segment.end_entry; i++) {
            const struct known_entry *known = &reconcile->known[i];
            if (known->place != NOT_FOUND || known->added_at == asked_for)
                continue;
            asked_for = known->added_at;
            count = add_equals(reconcile, asked_for, page_size, offsets, count, most);
        }
    }
    return count;
}

static int64_t count_unread(const struct reconcile *reconcile)
{
    int64_t unread = 0;

    for (int64_t i = 0; i < reconcile->total; i++)
        unread += reconcile->places[i].entry == UNREAD;
    return unread;
}

/* The times of what is new, newest first. */
static bool list_new_times(const struct reconcile *reconcile, struct buffer *times)
{
    for (int64_t i = 0; i < reconcile->total; i++)
        if (reconcile->places[i].entry == SEEN_NEW &&
            !buffer_append(times, &reconcile->places[i].added_at, sizeof(int64_t)))
            return false;
    if (times->length > 0)
        qsort(times->bytes, times->length / sizeof(int64_t), sizeof(int64_t), reconcile_falling);
    return true;
}

/* Whether something new has the time of a missing entry. */
static bool is_replaced(const struct buffer *times, const struct known_entry *known)
{
    return times->length > 0 &&
           bsearch(&known->added_at, times->bytes, times->length / sizeof(int64_t), sizeof(int64_t),
                   reconcile_falling);
}

bool reconcile_elsewhere(const struct reconcile *reconcile, struct ids *elsewhere,
                         struct error *error)
{
    struct segment segment = FIRST_SEGMENT;
    struct buffer times = {0};
    bool done;

    if (count_unread(reconcile) == 0)
        return true;
    done = list_new_times(reconcile, &times) || error_no_memory(error);
    while (done && reconcile_next_segment(reconcile, &segment))
        for (int64_t i = segment.first_entry; done && segment.unread == 0 && i < segment.end_entry;
             i++) {
            const struct known_entry *known = &reconcile->known[i];
            const char *id = ids_get(reconcile->ids, (size_t)known->id);
            if (known->place == NOT_FOUND &&
                (ids_has(reconcile->seen, id, strlen(id)) || !is_replaced(&times, known)))
                done = ids_add(elsewhere, id, strlen(id), NULL, error);
        }
    buffer_free(&times);
    return done;
}

/* Whether an entry is missing where every place was read. */
static bool misses_entry(const struct reconcile *reconcile)
{
    struct segment segment = FIRST_SEGMENT;

    while (reconcile_next_segment(reconcile, &segment))
        for (int64_t i = segment.first_entry; segment.unread == 0 && i < segment.end_entry; i++)
            if (reconcile->known[i].place == NOT_FOUND)
                return true;
    return false;
}

/* Whether the rest of the list is to be read for what is missing. */
static bool wants_rest(const struct reconcile *reconcile, long page_size)
{
    int64_t unread = count_unread(reconcile);

    return (unread <= REST_PAGES * page_size ||
            (reconcile->unanswered && unread <= REST_TIMES * (reconcile->total - unread))) &&
           misses_entry(reconcile);
}

void reconcile_unanswered(struct reconcile *reconcile)
{
    reconcile->unanswered = true;
}

/* Asks for the places that were not read, or for those of them that are wanted again. */
static size_t add_unread(const struct reconcile *reconcile, bool all, long page_size,
                         int64_t *offsets, size_t most)
{
    size_t count = 0;

    for (int64_t place = 0; place < reconcile->total && count < most;) {
        const struct list_place *at = &reconcile->places[place];
        if (at->entry == UNREAD && (all || at->page == AGAIN)) {
            count = add_offset(place, offsets, count, most);
            place += page_size;
        } else {
            place++;
        }
    }
    return count;
}

void reconcile_want_all(struct reconcile *reconcile)
{
    reconcile->whole = true;
}

size_t reconcile_wanted(struct reconcile *reconcile, long page_size, int64_t *offsets, size_t most)
{
    struct segment segment = FIRST_SEGMENT;
    size_t count;

    reconcile_find_gaps(reconcile);
    if (reconcile->whole)
        return add_unread(reconcile, true, page_size, offsets, most);
    count = add_unread(reconcile, false, page_size, offsets, most);
    if (count > 0)
        return count;
    count = add_head(reconcile, offsets, 0, most);
    while (count < most && reconcile_next_segment(reconcile, &segment)) {
        int64_t first = segment.longest.first;
        int64_t run_pages = (segment.longest.end - first + page_size - 1) / page_size;

        if (segment.unread == 0 || segment.unread == segment.missing)
            continue;
        count = add_offset(first + run_pages / 2 * page_size, offsets, count, most);
    }
    if (count == 0)
        count = add_all_equals(reconcile, page_size, offsets, count, most);
    if (count == 0 && wants_rest(reconcile, page_size))
        count = add_unread(reconcile, true, page_size, offsets, most);
    return count;
}
