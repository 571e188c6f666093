#ifndef SPOTIFY_SYNC_ELEMENTS_H
#define SPOTIFY_SYNC_ELEMENTS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The elements of JSON arrays, cut out of bytes as they arrive, one array after another. Only where
 * an element ends is decided here; what is inside it may still be no JSON. Memory holds one element
 * and what was read after it.
 */

/* The most that an element may be long, in bytes. */
#define ELEMENTS_LONGEST ((size_t)1 << 20)

struct elements;

enum elements_result {
    ELEMENTS_ONE,      /* an element was returned */
    ELEMENTS_TOO_LONG, /* an element over the limit was dropped; the next call goes on after it */
    ELEMENTS_WANTING,  /* no whole element is here: give more bytes, or take it as the end */
    ELEMENTS_BROKEN,   /* these bytes are no array; nothing after them can be read */
};

/* NULL when memory cannot be had. */
struct elements *elements_new(void);

/* Forgets everything, ready for the first byte of another text. */
void elements_restart(struct elements *elements);

/*
 * Returns room for bytes, at least 32 KiB, and its size in *room; elements_added says how many were
 * put there. Elements returned earlier are no longer valid. NULL when memory cannot be had.
 */
char *elements_room(struct elements *elements, size_t *room);
void elements_added(struct elements *elements, size_t length);

/* Takes the next element; *element and *length are set only with ELEMENTS_ONE. The bytes stay the
 * elements', and may be changed until elements_room is called. */
enum elements_result elements_next(struct elements *elements, char **element, size_t *length);

/* How many elements were returned or dropped since the start of the text. */
size_t elements_count(const struct elements *elements);

/* Whether all arrays that were begun are closed, and at least one was. */
bool elements_complete(const struct elements *elements);

void elements_free(struct elements *elements);

#endif
