#ifndef SPOTIFY_SYNC_JSON_H
#define SPOTIFY_SYNC_JSON_H

#include "base/error.h"
#include "json/json_value.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Values picked out of JSON texts. The paths that a program asks for are compiled into one tree, so
 * that each text is scanned and checked only once, and only what was asked for is kept.
 *
 * A path is members joined by dots: `record.album.name`. `[]` stands for each element of an array,
 * `record.artists[].id`, at most once in a path; `record.artists[#]` is the element's own index,
 * and `record.artists[+]` the number of elements.
 *
 * A text is checked strictly by RFC 8259: one value with nothing after it, exact UTF-8, at most
 * JSON_DEEPEST containers inside each other, and at most JSON_MOST_ELEMENTS elements in an array
 * that a path goes through. Of members with one name the last counts. An escape of NUL, which C
 * and SQL take for the end of a text, or of half a surrogate pair is read as U+FFFD.
 */

struct json_paths;

/* No paths yet. NULL with *error when memory cannot be had. */
struct json_paths *json_paths_new(struct error *error);

/*
 * Asks for what stands at a path, and returns the number of its slot; the same path has the same
 * slot. -1 with *error when it is not a path (EX_SOFTWARE) or memory cannot be had. What an earlier
 * scan found is forgotten.
 */
int json_paths_add(struct json_paths *paths, const char *path, struct error *error);

/* json_paths_add for a path of `depth` members whose names are taken as they are; of none it is the
 * whole text. */
int json_paths_add_members(struct json_paths *paths, const char *const names[], size_t depth,
                           struct error *error);

/*
 * Checks a text of length bytes (no NUL need follow it) and keeps what stands at the paths, until
 * the next scan and as long as the text stays. False with *error: EX_DATAERR with what is wrong and
 * at which byte, and every value is then absent; EX_OSERR when memory cannot be had.
 */
bool json_scan(struct json_paths *paths, const char *text, size_t length, struct error *error);

/* What the last scan found for a slot whose path has no `[]`; never NULL. */
const struct json_value *json_value(const struct json_paths *paths, int slot);

/* Whether the slot's path has `[]`. */
bool json_is_of_element(const struct json_paths *paths, int slot);

/* How many elements the array has that the slot's path goes through; 0 where there is no array. */
size_t json_count(const struct json_paths *paths, int slot);

/* What the last scan found for a slot whose path has `[]` in the element `index`, which is under
 * json_count; never NULL. */
const struct json_value *json_element(const struct json_paths *paths, int slot, size_t index);

/* Whether there is a value other than null. */
bool json_is_set(const struct json_value *value);

/* Whether the value is a string equal to a C string. */
bool json_is(const struct json_value *value, const char *string);

void json_paths_free(struct json_paths *paths);

#endif
