#ifndef SPOTIFY_SYNC_IDS_H
#define SPOTIFY_SYNC_IDS_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A set of Spotify ids in the order in which they were added, at about 40 bytes each. Spotify's ids
 * are 22 letters and digits; anything of up to IDS_LONGEST letters and digits is taken.
 */

enum { IDS_LONGEST = 22 };

/* The same as the schemas of streams have it. */
#define IDS_PATTERN "^[0-9A-Za-z]{1,22}$"

struct ids;

/* NULL with *error (EX_OSERR) if memory runs out. */
struct ids *ids_new(struct error *error);

/* Whether these bytes can be an id, and so can stand in a URL as they are. */
bool ids_valid(const char *id, size_t length);

/* Adds a valid id if it is not there yet. *added, which may be NULL, says whether it was added.
 * False with *error if memory runs out (EX_OSERR), or for one that is too long (EX_SOFTWARE). */
bool ids_add(struct ids *ids, const char *id, size_t length, bool *added, struct error *error);

/* Whether a valid id is there. */
bool ids_has(const struct ids *ids, const char *id, size_t length);

/* The position of a valid id, from 0; -1 if it is not there. */
int64_t ids_find(const struct ids *ids, const char *id, size_t length);

/* How many there are. */
size_t ids_count(const struct ids *ids);

/* The id at position `index`, less than ids_count, as a string owned by the set. */
const char *ids_get(const struct ids *ids, size_t index);

void ids_free(struct ids *ids);

#endif
