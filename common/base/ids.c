#include "base/ids.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Chunks never move, so growing needs no second copy of the ids. */
enum { CHUNK = 4096, FIRST_SLOTS = 1024 };

typedef char id_text[IDS_LONGEST + 1];

struct ids {
    id_text **chunks;
    size_t chunk_count;
    size_t count;
    uint32_t *slots;   /* a hash table of numbers of ids, counted from 1; 0: free */
    size_t slot_count; /* a power of two */
};

struct ids *ids_new(struct error *error)
{
    struct ids *ids = calloc(1, sizeof *ids);

    if (ids)
        ids->slots = calloc(FIRST_SLOTS, sizeof *ids->slots);
    if (!ids || !ids->slots) {
        free(ids);
        (void)error_no_memory(error);
        return NULL;
    }
    ids->slot_count = FIRST_SLOTS;
    return ids;
}

bool ids_valid(const char *id, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!((id[i] >= '0' && id[i] <= '9') || (id[i] >= 'A' && id[i] <= 'Z') ||
              (id[i] >= 'a' && id[i] <= 'z')))
            return false;
    return length > 0 && length <= IDS_LONGEST;
}

/* FNV-1a */
static size_t hash(const char *id, size_t length)
{
    uint64_t value = UINT64_C(14695981039346656037);

    for (size_t i = 0; i < length; i++)
        value = (value ^ (unsigned char)id[i]) * UINT64_C(1099511628211);
    return (size_t)(value ^ value >> 32);
}

const char *ids_get(const struct ids *ids, size_t index)
{
    return ids->chunks[index / CHUNK][index % CHUNK];
}

/* The slot that holds the id, or the free one where it belongs. */
static uint32_t *find(const struct ids *ids, const char *id, size_t length)
{
    size_t slot = hash(id, length) & (ids->slot_count - 1);

    for (; ids->slots[slot]; slot = (slot + 1) & (ids->slot_count - 1)) {
        const char *there = ids_get(ids, ids->slots[slot] - 1);
        if (memcmp(there, id, length) == 0 && there[length] == '\0')
            break;
    }
    return &ids->slots[slot];
}

static bool grow(struct ids *ids, struct error *error)
{
    uint32_t *slots = calloc(ids->slot_count * 2, sizeof *slots);

    if (!slots)
        return error_no_memory(error);
    free(ids->slots);
    ids->slots = slots;
    ids->slot_count *= 2;
    for (size_t i = 0; i < ids->count; i++) {
        const char *id = ids_get(ids, i);
        *find(ids, id, strlen(id)) = (uint32_t)i + 1;
    }
    return true;
}

static bool add_chunk(struct ids *ids, struct error *error)
{
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): the elements are pointers */
    id_text **chunks = realloc(ids->chunks, (ids->chunk_count + 1) * sizeof *chunks);
    id_text *chunk = chunks ? calloc(CHUNK, sizeof *chunk) : NULL;

    if (chunks)
        ids->chunks = chunks;
    if (!chunk)
        return error_no_memory(error);
    ids->chunks[ids->chunk_count++] = chunk;
    return true;
}

bool ids_add(struct ids *ids, const char *id, size_t length, bool *added, struct error *error)
{
    uint32_t *slot;

    if (length > IDS_LONGEST)
        return error_set(error, EX_SOFTWARE, "'%.40s' is not an id", id);
    slot = find(ids, id, length);
    if (added)
        *added = !*slot;
    if (*slot)
        return true;
    if (ids->count == UINT32_MAX)
        return error_set(error, EX_SOFTWARE, "more than %lu ids", (unsigned long)UINT32_MAX);
    if (ids->count == ids->chunk_count * CHUNK && !add_chunk(ids, error))
        return false;
    memcpy(ids->chunks[ids->count / CHUNK][ids->count % CHUNK], id, length);
    *slot = (uint32_t)++ids->count;
    return ids->count * 4 < ids->slot_count * 3 || grow(ids, error);
}

bool ids_has(const struct ids *ids, const char *id, size_t length)
{
    return *find(ids, id, length) != 0;
}

int64_t ids_find(const struct ids *ids, const char *id, size_t length)
{
    return (int64_t)*find(ids, id, length) - 1;
}

size_t ids_count(const struct ids *ids)
{
    return ids->count;
}

void ids_free(struct ids *ids)
{
    if (!ids)
        return;
    for (size_t i = 0; i < ids->chunk_count; i++)
        free(ids->chunks[i]);
    free(ids->chunks);
    free(ids->slots);
    free(ids);
}
