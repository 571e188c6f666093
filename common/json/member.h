#ifndef SPOTIFY_SYNC_MEMBER_H
#define SPOTIFY_SYNC_MEMBER_H

#include "base/error.h"
#include "base/ids.h"

#include <jv.h>
#include <stdbool.h>
#include <stdint.h>

/* The members of an object of jq's. The object stays the caller's; a value that is no object has no
 * members. */

/* The member's value, the caller's to free; invalid if there is none. */
jv member_get(jv object, const char *name);

bool member_has(jv object, const char *name);

/* Sets *number to a member that is a whole number from 0 to 9e15. False if there is none. */
bool member_number(jv object, const char *name, int64_t *number);

/* The value as member_number reads it; it is used up. */
bool member_whole_number(jv value, int64_t *number);

/* Adds to a set those elements of an array that are valid ids (ids_valid); the array is used up,
 * and what is no array has no elements. False with *error (EX_OSERR). */
bool member_add_ids(jv array, struct ids *ids, struct error *error);

/* A copy of a member that is a string, the caller's to free. NULL if there is none, or no memory.
 */
char *member_text(jv object, const char *name);

#endif
