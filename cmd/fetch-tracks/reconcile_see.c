#include "reconcile_inside.h"

#include <string.h>

/* Whether the entry stands behind what is tied ahead of the place. A page is seen in order, so the
 * place before it tells. */
static bool stands_in_order(const struct reconcile *reconcile, int64_t place, int64_t entry)
{
    while (place > 0 && reconcile->places[place - 1].entry < 0 &&
           reconcile->places[place - 1].entry != UNREAD)
        place--;
    return place == 0 || reconcile->places[place - 1].entry < entry;
}

/* Whether what is seen was not shown by the earlier reading, as far as is known, but for what was
 * unshown. */
static bool is_back(const struct reconcile *reconcile, int64_t number, const char *id,
                    size_t length, int64_t added_at)
{
    if (number >= 0)
        return reconcile->known[number].kept;
    return !ids_has(reconcile->suspect_ids, id, length) && reconcile->count > 0 &&
           added_at <= reconcile->known[0].added_at;
}

static int32_t *seen_places(const struct reconcile *reconcile)
{
    return (int32_t *)(void *)reconcile->seen_places.bytes;
}

int64_t reconcile_place_of(const struct reconcile *reconcile, const char *id, size_t length)
{
    int64_t seen = ids_find(reconcile->seen, id, length);

    return seen < 0 ? NOWHERE : seen_places(reconcile)[seen];
}

/* Notes that an id stands at a place. False if it was seen at another one, or memory runs out. */
static bool note_seen(struct reconcile *reconcile, const char *id, size_t length, int64_t place)
{
    const int32_t at = (int32_t)place;
    int64_t seen = ids_find(reconcile->seen, id, length);
    struct error unused;

    if (seen < 0) {
        seen = (int64_t)ids_count(reconcile->seen);
        if (!buffer_append(&reconcile->seen_places, &at, sizeof at))
            return false;
        if (!ids_add(reconcile->seen, id, length, NULL, &unused)) {
            reconcile->seen_places.length -= sizeof at;
            return false;
        }
    } else if (seen_places(reconcile)[seen] != NOWHERE) {
        return false;
    }
    seen_places(reconcile)[seen] = at;
    reconcile->places[place].seen = (int32_t)seen;
    return true;
}

bool reconcile_see(struct reconcile *reconcile, int64_t place, const char *id, size_t length,
                   int64_t added_at)
{
    int64_t number, entry;

    if (place < 0 || place >= reconcile->total || reconcile->places[place].entry != UNREAD)
        return true;
    reconcile->places[place].added_at = added_at;
    if (!note_seen(reconcile, id, length, place)) {
        /* the same id once more is no second track */
        reconcile->places[place].entry = SEEN_GAP;
        return true;
    }
    number = ids_find(reconcile->ids, id, length);
    reconcile->back += is_back(reconcile, number, id, length, added_at);
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
    return stands_in_order(reconcile, place, entry);
}

void reconcile_read(struct reconcile *reconcile, int64_t place, int64_t end, bool is_short)
{
    struct list_place *places = reconcile->places;

    for (int64_t i = place; i < end && i < reconcile->total; i++) {
        if (places[i].page < 0)
            places[i].page = (int32_t)place;
        if (places[i].entry != UNREAD && places[i].entry != SEEN_GAP)
            continue;
        places[i].added_at = is_short ? place : i;
        places[i].entry = is_short ? SHORT_GAP : SEEN_GAP;
    }
}

bool reconcile_repeats(const struct reconcile *reconcile, int64_t place, const char *id,
                       size_t length)
{
    int64_t seen_at = reconcile_place_of(reconcile, id, length);

    return seen_at != NOWHERE && seen_at != place && place >= 0 && place < reconcile->total &&
           reconcile->places[place].entry == UNREAD &&
           reconcile_known_gaps(reconcile, reconcile->total, place, place + 1) == 0;
}

static void forget_place(struct reconcile *reconcile, struct list_place *place)
{
    if (place->seen != NOWHERE) {
        const char *id = ids_get(reconcile->seen, (size_t)place->seen);
        size_t length = strlen(id);
        int64_t number = ids_find(reconcile->ids, id, length);
        reconcile->back -= is_back(reconcile, number, id, length, place->added_at);
        seen_places(reconcile)[place->seen] = NOWHERE;
        if (number >= 0)
            reconcile->known[reconcile->entry_of_id[number]].place = NOT_FOUND;
    }
    *place = (struct list_place){.entry = UNREAD, .seen = NOWHERE, .page = AGAIN};
}

bool reconcile_forget(struct reconcile *reconcile, const char *id, size_t length)
{
    int64_t at = reconcile_place_of(reconcile, id, length);
    int64_t page;

    if (at == NOWHERE || (page = reconcile->places[at].page) < 0)
        return false;
    for (int64_t i = page; i < reconcile->total; i++)
        if (reconcile->places[i].page == page)
            forget_place(reconcile, &reconcile->places[i]);
        else if (i > at)
            break;
    return true;
}

void reconcile_want_again(struct reconcile *reconcile, int64_t place, int64_t end)
{
    for (int64_t i = place; i < end && i < reconcile->total; i++)
        if (reconcile->places[i].entry == UNREAD)
            reconcile->places[i].page = AGAIN;
}
