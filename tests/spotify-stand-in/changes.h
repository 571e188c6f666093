#ifndef STAND_IN_CHANGES_H
#define STAND_IN_CHANGES_H

/* What happens to the library while it is being read. */

#include "library.h"

/* The words that a rule of a schedule of changes may have. */
extern const char change_words[];

/* How a change is to be done; -1 stands for not given. */
struct change {
    const char *what;
    int64_t count;
    int64_t place;
    int64_t index;
    int64_t to;
};

/* Does a change and appends what was done as a JSON object. False, with the reason appended as
 * plain text, when it cannot be done. */
bool change_apply(struct library *library, const struct change *change, struct text *result);

/* Does what a rule says; its value is a place for what removes or saves again, else a count or an
 * index. A change that cannot be done is left undone. */
void change_by_rule(struct library *library, const char *word, const char *value);

/* Adds a play of a saved track, or in its stead of an episode, a local file or nothing, at a time
 * in milliseconds (-1: three minutes after the last one); a play that is older than others arrives
 * late. False when there is no such place. */
bool change_play(struct library *library, size_t place, enum item_kind kind, int64_t at_ms);

#endif
