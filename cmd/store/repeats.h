#ifndef SPOTIFY_SYNC_REPEATS_H
#define SPOTIFY_SYNC_REPEATS_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A cache of rows that were stored lately: the time of the newest message about each, and a hash of
 * what it said. An older message about the row needs no storing; a newer one that says the same
 * only moves the row's time, which can be done for all rows ahead of the commit. Of fixed size: a
 * row may take the place of another.
 */

struct repeats;

enum { REPEATS_LONGEST_KEY = 22 }; /* as long as a Spotify id */

struct repeat {
    _Alignas(64) int64_t time; /* of the newest message about the row; within one cache line */
    uint64_t content;          /* a hash of what the row was made from; 0: not known */
    int64_t rowid;             /* 0: not known */
    uint8_t table;             /* 0: empty */
    uint8_t length;
    bool due;    /* the row's own time is older */
    bool listed; /* among those to look at for what is due; the repeats' own */
    char key[REPEATS_LONGEST_KEY];
};

/* NULL with *error when memory cannot be had. */
struct repeats *repeats_new(struct error *error);

/* The place of the row `key` of table number `table` (from 1): it holds that row, another, or none.
 * NULL for a key over REPEATS_LONGEST_KEY. It stays the repeats'. */
struct repeat *repeats_place(struct repeats *repeats, uint8_t table, const char *key,
                             size_t length);

/* Whether a place holds that row. */
bool repeats_is(const struct repeat *place, uint8_t table, const char *key, size_t length);

/* Fills a place with a row that is not due. */
void repeats_put(struct repeats *repeats, struct repeat *place, uint8_t table, const char *key,
                 size_t length);

/* Makes a row due. */
void repeats_put_off(struct repeats *repeats, struct repeat *place);

/* Takes one of the rows that are due, which it then is no longer. If none becomes due between the
 * calls they come by table, and in it by rowid, then by key. NULL when there are no more. */
struct repeat *repeats_next_due(struct repeats *repeats);

/* Forgets all rows, due or not. */
void repeats_clear(struct repeats *repeats);

void repeats_free(struct repeats *repeats);

#endif
