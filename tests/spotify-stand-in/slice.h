#ifndef STAND_IN_SLICE_H
#define STAND_IN_SLICE_H

/* Values of a JSON text as pieces of that text, byte for byte as they were written. */

#include <stdbool.h>
#include <stddef.h>

struct slice {
    const char *bytes;
    size_t length;
};

/* The whole of a text as one value. False when it is not one JSON value with nothing behind it. */
bool slice_whole(const char *bytes, size_t length, struct slice *value);

/* The member of an object. False when the slice is no object or has no such member. */
bool slice_member(struct slice object, const char *key, struct slice *value);

/* slice_member along up to three keys; a NULL key ends the way. */
bool slice_path(struct slice object, const char *first, const char *second, const char *third,
                struct slice *value);

/* The next item of an array; *at is 0 before the first one. False behind the last one, or when the
 * slice is no array. */
bool slice_next(struct slice array, size_t *at, struct slice *item);

/* The next member of an object, as slice_next; the key with its quotes. */
bool slice_next_member(struct slice object, size_t *at, struct slice *key, struct slice *value);

/* Whether the slice is this string (one without escapes). */
bool slice_is(struct slice value, const char *string);

bool slice_is_null(struct slice value);

/* The bytes between the quotes of a string, its escapes as they are; empty for other values. */
struct slice slice_inside(struct slice value);

#endif
