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
        reconcile->known[reconcile->count++] = (struct known_entry){
            .added_at = added_at, .id = (int64_t)ids_count(reconcile->ids) - 1, .place = NOT_FOUND};
    return true;
}

static bool add_suspect_entry(struct reconcile *reconcile, const char *id, size_t length,
                              struct known_entry entry, struct error *error)
{
    int64_t number = (int64_t)ids_count(reconcile->suspect_ids);
    bool added;

    if (!make_entry_room(&reconcile->suspects, (size_t)number, &reconcile->suspect_capacity,
                         error) ||
        !ids_add(reconcile->suspect_ids, id, length, &added, error))
        return false;
    entry.id = number;
    if (added)
        reconcile->suspects[number] = entry;
    return true;
}

bool reconcile_suspect(struct reconcile *reconcile, const char *id, size_t length, int64_t added_at,
                       struct error *error)
{
    const struct known_entry suspect = {.added_at = added_at, .place = NOT_FOUND};

    return add_suspect_entry(reconcile, id, length, suspect, error);
}

bool reconcile_unshow(struct reconcile *reconcile, const char *id, size_t length,
                      struct error *error)
{
    const struct known_entry unshown = {
        .added_at = RECONCILE_NO_TIME, .place = NOT_FOUND, .unshown = true};

    return add_suspect_entry(reconcile, id, length, unshown, error);
}

void reconcile_keep(struct reconcile *reconcile, const char *id, size_t length)
{
    int64_t number = ids_find(reconcile->ids, id, length);

    if (number >= 0)
        reconcile->known[number].kept = true;
}

bool reconcile_has_suspects(const struct reconcile *reconcile)
{
    for (size_t i = 0; i < ids_count(reconcile->suspect_ids); i++)
        if (!reconcile->suspects[i].unshown)
            return true;
    return false;
}

int64_t reconcile_known_count(const struct reconcile *reconcile)
{
    return (int64_t)(reconcile->count + ids_count(reconcile->suspect_ids));
}
