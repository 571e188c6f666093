#ifndef SPOTIFY_SYNC_REPEATS_H
#define SPOTIFY_SYNC_REPEATS_H

#include "error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Which rows were stored lately, and from messages of which time: a message that is not newer has
 * nothing to tell about such a row. Of fixed size; what it has no room for it forgets.
 */

struct repeats;

/* NULL with *error when memory cannot be had. */
struct repeats *repeats_new(struct error *error);

/* Whether the row `key` of table number `table` was remembered with this time or a later one; if
 * not, remembers it. */
bool repeats_seen(struct repeats *repeats, uint8_t table, const char *key, size_t length,
                  int64_t time);

void repeats_clear(struct repeats *repeats);

void repeats_free(struct repeats *repeats);

#endif
