#ifndef STAND_IN_EDITS_H
#define STAND_IN_EDITS_H

/* Values put in place of those that good answers hold: PLACE:PATH=JSON. The path names members and
 * items, as items.0.track.id does; a star stands for each of them. A member that is not there is
 * added; with no JSON behind the '=' it is taken away. */

#include "place.h"
#include "slice.h"

struct edit {
    struct place place;
    char *path;
    char *json;
};

struct edits {
    struct edit *edits;
    size_t count;
};

/* Adds an edit. An empty text takes all away. False if it cannot be read. */
bool edits_add(struct edits *edits, const char *text);

/* Appends the value with the JSON in place of what the path leads to. */
void edits_write(struct text *to, struct slice value, const char *path, const char *json);

/* Edits the body of the answer to a request. */
void edits_apply(const struct edits *edits, const struct request *request, struct text *body);

void edits_free(struct edits *edits);

#endif
