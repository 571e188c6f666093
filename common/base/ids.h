#ifndef SPOTIFY_SYNC_IDS_H
#define SPOTIFY_SYNC_IDS_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Spotify ids, each once, in the order in which they came, with room for little more than
 * themselves: about 40 bytes each. Spotify's ids are 22 letters and digits; anything of up to
 * IDS_LONGEST letters and digits is taken.
 */

enum { IDS_LONGEST = 22 };

/* The same as the schemas of streams have it. */
#define IDS_PATTERN "^[0-9A-Za-z]{1,22}$"

struct ids;

/* NULL with *error when memory cannot be had. */
struct ids *ids_new(struct error *error);

/* Whether these bytes can be an id, and so can stand in a URL as they are. */
bool ids_valid(const char *id, size_t length);

/* Adds an id that is valid, if it is not there yet. *added, which may be NULL, tells whether it was
 * not. False with *error when memory cannot be had, or for one that is too long (EX_SOFTWARE). */
bool ids_add(struct ids *ids, const char *id, size_t length, bool *added, struct error *error);

/* Whether a valid id is there. */
bool ids_has(const struct ids *ids, const char *id, size_t length);

/* The number under which a valid id came, counted from 0; -1 for one that did not. */
int64_t ids_find(const struct ids *ids, const char *id, size_t length);

/* How many there are. */
size_t ids_count(const struct ids *ids);

/* The id that came as number `index`, which is under ids_count, as a string; it stays the ids'. */
const char *ids_get(const struct ids *ids, size_t index);

void ids_free(struct ids *ids);

#endif
