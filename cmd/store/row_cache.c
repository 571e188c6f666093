#include "row_cache.h"
#include "hash.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { ENTRIES = 1 << 17, TRIES = 4 };

struct row_cache {
    struct cached_row entries[ENTRIES];
    struct cached_row *listed[ENTRIES];
    size_t listed_count;
    uint32_t generation; /* an entry of another one is empty; from 1 */
    bool sorted;
};

struct row_cache *row_cache_new(struct error *error)
{
    /* Only the pages that are used cost anything: most runs store few rows. */
    struct row_cache *cache =
        mmap(NULL, sizeof *cache, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (cache == MAP_FAILED) {
        (void)error_no_memory(error);
        return NULL;
    }
    cache->generation = 1;
    return cache;
}

/* Returns an entry, emptied if it is of another generation. */
static struct cached_row *current_entry(struct row_cache *cache, size_t index)
{
    struct cached_row *entry = &cache->entries[index];

    if (entry->generation != cache->generation)
        *entry = (struct cached_row){.generation = cache->generation};
    return entry;
}

struct cached_row *row_cache_find(struct row_cache *cache, uint8_t table, const char *key,
                                  size_t length)
{
    size_t first;

    if (length > ROW_CACHE_LONGEST_KEY)
        return NULL;
    first = (size_t)(hash_bytes(table, key, length) % ENTRIES);
    for (size_t i = first; i < first + TRIES; i++) {
        struct cached_row *entry = current_entry(cache, i % ENTRIES);
        if (entry->table == 0 || row_cache_holds(entry, table, key, length))
            return entry;
    }
    return &cache->entries[first];
}

bool row_cache_holds(const struct cached_row *entry, uint8_t table, const char *key, size_t length)
{
    return entry->table == table && entry->length == length && memcmp(entry->key, key, length) == 0;
}

void row_cache_put(struct row_cache *cache, struct cached_row *entry, uint8_t table,
                   const char *key, size_t length)
{
    *entry = (struct cached_row){.table = table,
                                 .length = (uint8_t)length,
                                 .listed = entry->listed,
                                 .generation = cache->generation};
    memcpy(entry->key, key, length);
}

void row_cache_defer(struct row_cache *cache, struct cached_row *entry)
{
    entry->deferred = true;
    if (entry->listed)
        return;
    entry->listed = true;
    cache->listed[cache->listed_count++] = entry;
    cache->sorted = false;
}

/* Sorts backwards: rows are taken from the end. */
static int compare_rows(const void *left, const void *right)
{
    const struct cached_row *a = *(struct cached_row *const *)left,
                            *b = *(struct cached_row *const *)right;

    if (a->table != b->table)
        return a->table < b->table ? 1 : -1;
    if (a->rowid != b->rowid)
        return a->rowid < b->rowid ? 1 : -1;
    return memcmp(b->key, a->key, sizeof a->key);
}

struct cached_row *row_cache_next_deferred(struct row_cache *cache)
{
    if (!cache->sorted && cache->listed_count > 1)
        qsort(cache->listed, cache->listed_count, sizeof(struct cached_row *), compare_rows);
    cache->sorted = true;
    while (cache->listed_count > 0) {
        struct cached_row *entry = cache->listed[--cache->listed_count];
        bool deferred = entry->deferred;
        entry->deferred = entry->listed = false;
        if (deferred)
            return entry;
    }
    return NULL;
}

void row_cache_clear(struct row_cache *cache)
{
    cache->listed_count = 0;
    if (cache->generation++ < UINT32_MAX)
        return;
    memset(cache->entries, 0, sizeof cache->entries);
    cache->generation = 1;
}

void row_cache_free(struct row_cache *cache)
{
    if (cache)
        (void)munmap(cache, sizeof *cache); /* it cannot fail for what mmap returned */
}
