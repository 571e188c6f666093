#include "reconcile_inside.h"

#include <stdlib.h>

/* Makes room for one more entry. */
static bool make_entry_room(struct known_entry **entries, size_t count, size_t *capacity,
                            struct error *error)
{
    size_t grown_capacity = *capacity ? *capacity * 2 : 1024;
    struct known_entry *grown;

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

    if (!make_entry_room(&reconcile->known, reconcile->count, &reconcile->capacity, error) ||
        !ids_add(reconcile->ids, id, length, &added, error))
        return false;
    if (added)
        reconcile->known[reconcile->count++] =
            (struct known_entry){added_at, (int64_t)ids_count(reconcile->ids) - 1, NOT_FOUND};
    return true;
}

bool reconcile_suspect(struct reconcile *reconcile, const char *id, size_t length, int64_t added_at,
                       struct error *error)
{
    int64_t number = (int64_t)ids_count(reconcile->suspect_ids);
    bool added;

    if (!make_entry_room(&reconcile->suspects, (size_t)number, &reconcile->suspect_capacity,
                         error) ||
        !ids_add(reconcile->suspect_ids, id, length, &added, error))
        return false;
    if (added)
        reconcile->suspects[number] = (struct known_entry){added_at, number, NOT_FOUND};
    return true;
}

bool reconcile_know_gaps(struct reconcile *reconcile, const int64_t *places, size_t count,
                         struct error *error)
{
    size_t total = reconcile->count + count;
    struct known_entry *known = malloc((total ? total : 1) * sizeof *known);
    int64_t *sorted = malloc((count ? count : 1) * sizeof *sorted);
    size_t next = 0, gap = 0;

    if (!known || !sorted) {
        free(known);
        free(sorted);
        return error_no_memory(error);
    }
    for (size_t i = 0; i < count; i++)
        sorted[i] = places[i];
    qsort(sorted, count, sizeof *sorted, reconcile_falling);
    for (size_t i = 0; i < total; i++) {
        bool is_gap =
            gap < count && (next == reconcile->count || sorted[gap] >= (int64_t)(total - i));
        if (is_gap) {
            int64_t added_at = i ? known[i - 1].added_at : INT64_MAX;
            known[i] = (struct known_entry){added_at, -1, NOT_FOUND};
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
