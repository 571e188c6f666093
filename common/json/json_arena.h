#ifndef SPOTIFY_SYNC_JSON_ARENA_H
#define SPOTIFY_SYNC_JSON_ARENA_H

#include <stddef.h>

/* Memory for what a scan decodes. It never moves, and is given back all at once. */

/* An arena of zeros ({0}) is empty and ready. */
struct json_arena {
    struct json_arena_block *blocks;
};

/* Memory of length bytes, the arena's own until json_arena_reset; NULL when it cannot be had. */
char *json_arena_take(struct json_arena *arena, size_t length);

/* Gives back all that was taken. */
void json_arena_reset(struct json_arena *arena);

void json_arena_free(struct json_arena *arena);

#endif
