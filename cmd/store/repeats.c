#include "repeats.h"
#include "hash.h"

#include <stdlib.h>
#include <string.h>

enum { PLACES = 1 << 17, TRIES = 4 };

struct repeats {
    struct repeat places[PLACES];
    struct repeat *listed[PLACES];
    size_t listed_count;
    bool empty, sorted;
};

struct repeats *repeats_new(struct error *error)
{
    struct repeats *repeats = aligned_alloc(_Alignof(struct repeats), sizeof *repeats);

    if (!repeats) {
        (void)error_no_memory(error);
        return NULL;
    }
    memset(repeats, 0, sizeof *repeats);
    repeats->empty = true;
    return repeats;
}

struct repeat *repeats_place(struct repeats *repeats, uint8_t table, const char *key, size_t length)
{
    size_t first;

    if (length > REPEATS_LONGEST_KEY)
        return NULL;
    first = (size_t)(hash_bytes(table, key, length) % PLACES);
    for (size_t i = first; i < first + TRIES; i++) {
        struct repeat *place = &repeats->places[i % PLACES];
        if (place->table == 0 || repeats_is(place, table, key, length))
            return place;
    }
    return &repeats->places[first];
}

bool repeats_is(const struct repeat *place, uint8_t table, const char *key, size_t length)
{
    return place->table == table && place->length == length && memcmp(place->key, key, length) == 0;
}

void repeats_put(struct repeats *repeats, struct repeat *place, uint8_t table, const char *key,
                 size_t length)
{
    *place = (struct repeat){.table = table, .length = (uint8_t)length, .listed = place->listed};
    memcpy(place->key, key, length);
    repeats->empty = false;
}

void repeats_put_off(struct repeats *repeats, struct repeat *place)
{
    place->due = true;
    if (place->listed)
        return;
    place->listed = true;
    repeats->listed[repeats->listed_count++] = place;
    repeats->sorted = false;
}

/* The first comes last, where it is taken from. */
static int compare(const void *left, const void *right)
{
    const struct repeat *a = *(struct repeat *const *)left, *b = *(struct repeat *const *)right;

    if (a->table != b->table)
        return a->table < b->table ? 1 : -1;
    if (a->rowid != b->rowid)
        return a->rowid < b->rowid ? 1 : -1;
    return memcmp(b->key, a->key, sizeof a->key);
}

struct repeat *repeats_next_due(struct repeats *repeats)
{
    if (!repeats->sorted && repeats->listed_count > 1)
        qsort(repeats->listed, repeats->listed_count, sizeof(struct repeat *), compare);
    repeats->sorted = true;
    while (repeats->listed_count > 0) {
        struct repeat *place = repeats->listed[--repeats->listed_count];
        bool due = place->due;
        place->due = place->listed = false;
        if (due)
            return place;
    }
    return NULL;
}

void repeats_clear(struct repeats *repeats)
{
    if (!repeats->empty)
        memset(repeats->places, 0, sizeof repeats->places);
    repeats->empty = true;
    repeats->listed_count = 0;
}

void repeats_free(struct repeats *repeats)
{
    free(repeats);
}
