#include "reconcile_inside.h"

#include <stdlib.h>
#include <string.h>

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
    reconcile->seen_places.length = 0;
    reconcile->places = malloc((total ? (size_t)total : 1) * sizeof *reconcile->places);
    reconcile->entry_of_id = malloc((ids ? ids : 1) * sizeof *reconcile->entry_of_id);
    reconcile->seen = ids_new(error);
    if (!reconcile->seen)
        return false;
    if (!reconcile->places || !reconcile->entry_of_id)
        return error_no_memory(error);
    reconcile->total = total;
    reconcile->whole = reconcile->unanswered = false;
    reconcile->back = 0;
    for (int64_t i = 0; i < total; i++)
        reconcile->places[i] =
            (struct list_place){.entry = UNREAD, .seen = NOWHERE, .page = NOWHERE};
    for (size_t i = 0; i < reconcile->count; i++) {
        reconcile->known[i].place = NOT_FOUND;
        reconcile->entry_of_id[reconcile->known[i].id] = (int64_t)i;
    }
    for (size_t i = 0; i < ids_count(reconcile->suspect_ids); i++)
        reconcile->suspects[i].place = NOT_FOUND;
    for (size_t i = 0; i < reconcile->gap_count; i++)
        reconcile->gaps[i].found = false;
    return true;
}

int reconcile_falling(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x < y) - (x > y);
}

bool reconcile_holds_gap(const struct reconcile *reconcile, int64_t place)
{
    return reconcile->places[place].entry <= SEEN_GAP;
}

bool reconcile_next_segment(const struct reconcile *reconcile, struct segment *segment)
{
    int64_t run_start = -1;
    int64_t place, entry = (int64_t)reconcile->count;

    if (segment->end_place >= reconcile->total && segment->end_entry >= (int64_t)reconcile->count)
        return false;
    *segment = (struct segment){.first_place = segment->end_place + 1,
                                .first_entry = segment->end_entry + 1,
                                .first_gap = segment->end_gap,
                                .end_gap = segment->end_gap};
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
    while (segment->end_gap < reconcile->gap_count &&
           reconcile->gaps[segment->end_gap].entry <= entry)
        segment->missing += !reconcile->gaps[segment->end_gap++].found;
    return true;
}

const char *reconcile_next(const struct reconcile *reconcile, enum reconcile_fate fate,
                           size_t *cursor)
{
    int64_t place = fate == RECONCILE_GONE ? GONE : fate == RECONCILE_KEPT ? KEPT : UNSHOWN;
    size_t suspects = ids_count(reconcile->suspect_ids);

    while (*cursor < reconcile->count) {
        const struct known_entry *known = &reconcile->known[(*cursor)++];
        if (known->place == place)
            return ids_get(reconcile->ids, (size_t)known->id);
    }
    while (*cursor - reconcile->count < suspects) {
        size_t number = (*cursor)++ - reconcile->count;
        if (reconcile->suspects[number].place == place)
            return ids_get(reconcile->suspect_ids, number);
    }
    return NULL;
}

bool reconcile_standing(const struct reconcile *reconcile, struct ids *standing,
                        struct error *error)
{
    for (size_t i = 0; i < reconcile->count; i++) {
        const char *id = ids_get(reconcile->ids, (size_t)reconcile->known[i].id);
        if (reconcile->known[i].place >= 0 && !ids_add(standing, id, strlen(id), NULL, error))
            return false;
    }
    for (size_t i = 0; i < ids_count(reconcile->seen); i++) {
        const char *id = ids_get(reconcile->seen, i);
        if (reconcile_place_of(reconcile, id, strlen(id)) != NOWHERE &&
            !ids_add(standing, id, strlen(id), NULL, error))
            return false;
    }
    return true;
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
    buffer_free(&reconcile->seen_places);
    free(reconcile->known);
    free(reconcile->gaps);
    free(reconcile->entry_of_id);
    free(reconcile->places);
    free(reconcile);
}
