#include "reconcile_inside.h"

#include <stdlib.h>

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

int reconcile_falling(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x < y) - (x > y);
}

bool reconcile_holds_gap(const struct reconcile *reconcile, int64_t place)
{
    int64_t entry = reconcile->places[place].entry;

    return entry == SEEN_GAP || entry == SHORT_GAP ||
           (entry >= 0 && reconcile->known[entry].id < 0);
}

bool reconcile_next_segment(const struct reconcile *reconcile, struct segment *segment)
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
                segment->longest = (struct place_run){run_start, place + 1};
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

const char *reconcile_removed(const struct reconcile *reconcile, size_t *cursor)
{
    size_t suspects = ids_count(reconcile->suspect_ids);

    while (*cursor < reconcile->count) {
        const struct known_entry *known = &reconcile->known[(*cursor)++];
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
        if (reconcile_holds_gap(reconcile, place))
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
