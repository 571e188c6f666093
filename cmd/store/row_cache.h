#ifndef SPOTIFY_SYNC_ROW_CACHE_H
#define SPOTIFY_SYNC_ROW_CACHE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A cache of rows that were stored recently: the time of the newest message about each, and a hash
 * of what it said. An older message about the row need not be stored. A newer one that says the
 * same only changes the row's seen_at, which can be done for all rows at once before the commit.
 * The cache has a fixed size: a row may replace another.
 */

struct row_cache;

enum { ROW_CACHE_LONGEST_KEY = 22 }; /* as long as a Spotify id */

struct cached_row {
    _Alignas(64) int64_t time; /* of the newest message about the row; within one cache line */
    uint64_t content;          /* a hash of what the last message said; 0: not known */
    int64_t rowid;             /* 0: not known */
    uint32_t generation;       /* private to the cache */
    uint8_t table;             /* 0: empty */
    uint8_t length;
    bool deferred; /* the row's seen_at is older than `time` */
    bool held;     /* the row was made from `content` */
    bool listed;   /* private to the cache */
    char key[ROW_CACHE_LONGEST_KEY];
};

/* NULL with *error when memory cannot be had. */
struct row_cache *row_cache_new(struct error *error);

/* Returns the entry for the row `key` of table number `table` (from 1), which the cache owns. It
 * holds that row, another, or none. NULL for a key longer than ROW_CACHE_LONGEST_KEY. */
struct cached_row *row_cache_find(struct row_cache *cache, uint8_t table, const char *key,
                                  size_t length);

/* Whether an entry holds that row. */
bool row_cache_holds(const struct cached_row *entry, uint8_t table, const char *key, size_t length);

/* Replaces what an entry holds by a row that is not deferred. */
void row_cache_put(struct row_cache *cache, struct cached_row *entry, uint8_t table,
                   const char *key, size_t length);

/* Defers the change of a row's seen_at. */
void row_cache_defer(struct row_cache *cache, struct cached_row *entry);

/* Returns a deferred row, which is then no longer deferred; NULL when there are no more. Unless
 * rows are deferred between the calls, they come in the order of table, rowid, key. */
struct cached_row *row_cache_next_deferred(struct row_cache *cache);

/* Forgets all rows, deferred or not. */
void row_cache_clear(struct row_cache *cache);

void row_cache_free(struct row_cache *cache);

#endif
