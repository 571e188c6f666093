#include "json/json_arena.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK_LEAST = 4096, BLOCK_MOST_KEPT = 1 << 20 };

struct json_arena_block {
    struct json_arena_block *next;
    size_t length, capacity;
    char bytes[];
};

char *json_arena_take(struct json_arena *arena, size_t length)
{
    struct json_arena_block *block = arena->blocks;

    if (!block || block->capacity - block->length < length) {
        size_t capacity = length > BLOCK_LEAST ? length : BLOCK_LEAST;
        block = malloc(sizeof *block + capacity);
        if (!block)
            return NULL;
        block->next = arena->blocks;
        block->length = 0;
        block->capacity = capacity;
        arena->blocks = block;
    }
    block->length += length;
    return block->bytes + block->length - length;
}

static void drop_block(struct json_arena *arena)
{
    struct json_arena_block *block = arena->blocks;

    arena->blocks = block->next;
    explicit_bzero(block->bytes, block->length); /* it may have been a token */
    free(block);
}

void json_arena_reset(struct json_arena *arena)
{
    /* One block is kept for the next text, unless a giant made it. */
    while (arena->blocks && (arena->blocks->next || arena->blocks->capacity > BLOCK_MOST_KEPT))
        drop_block(arena);
    if (arena->blocks)
        arena->blocks->length = 0;
}

void json_arena_free(struct json_arena *arena)
{
    while (arena->blocks)
        drop_block(arena);
}
