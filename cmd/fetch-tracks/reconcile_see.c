#include "reconcile_inside.h"

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
        if (places[i].entry != UNREAD && places[i].entry != SEEN_GAP)
            continue;
        places[i].added_at = is_short ? place : i;
        places[i].entry = is_short ? SHORT_GAP : SEEN_GAP;
    }
}
