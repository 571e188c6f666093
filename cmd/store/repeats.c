#include "repeats.h"

#include <stdlib.h>
#include <string.h>

enum { ENTRIES = 1 << 16, LONGEST_KEY = 22 };

/* A Spotify id has 22 characters. */
struct entry {
    int64_t time;
    uint8_t table; /* 0: empty */
    uint8_t length;
    char key[LONGEST_KEY];
};

struct repeats {
    bool empty;
    struct entry entries[ENTRIES];
};

struct repeats *repeats_new(struct error *error)
{
    struct repeats *repeats = calloc(1, sizeof *repeats);

    if (!repeats)
        (void)error_no_memory(error);
    return repeats;
}

static size_t place(uint8_t table, const char *key, size_t length)
{
    uint64_t hash = table;

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)key[i]) * UINT64_C(0x100000001b3);
    return (size_t)((hash * UINT64_C(0x9e3779b97f4a7c15)) >> 32) % ENTRIES;
}

bool repeats_seen(struct repeats *repeats, uint8_t table, const char *key, size_t length,
                  int64_t time)
{
    struct entry *entry;

    if (length > LONGEST_KEY)
        return false;
    entry = &repeats->entries[place(table, key, length)];
    if (entry->table == table && entry->length == length && memcmp(entry->key, key, length) == 0) {
        if (entry->time >= time)
            return true;
        entry->time = time;
        return false;
    }
    repeats->empty = false;
    *entry = (struct entry){.time = time, .table = table, .length = (uint8_t)length};
    memcpy(entry->key, key, length);
    return false;
}

void repeats_clear(struct repeats *repeats)
{
    if (!repeats->empty)
        memset(repeats->entries, 0, sizeof repeats->entries);
    repeats->empty = true;
}

void repeats_free(struct repeats *repeats)
{
    free(repeats);
}
