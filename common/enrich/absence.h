#ifndef SPOTIFY_SYNC_ABSENCE_H
#define SPOTIFY_SYNC_ABSENCE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * When the API is believed that ids do not exist. One answer is no proof of much, for the API may
 * know no id for a while. So, in the order in which answers come:
 *
 * - A null in a batch that also has an object is believed.
 * - Of a batch of several ids without any object, none is believed, nor what is missing in a row
 *   with it.
 * - Ten or more ids in a row, with no object found between them, are not believed.
 * - Fewer are believed as soon as an object is found after them. At the end of the run they are
 *   believed if any object was found in it, or if it is a single id, refused in credible words. The
 *   caller requests that once more.
 *
 * After twenty answers in a row without an object, asking on is hopeless.
 *
 * An id that was doubted is believed to be missing if a later run gets the same answer (doubts.h);
 * such ids are not counted here.
 */

enum absence_verdict { ABSENCE_OPEN, ABSENCE_BELIEVED, ABSENCE_DOUBTED };

/* What a run has seen; all zeros at its beginning. */
struct absence {
    size_t missing;          /* ids that the API called missing so far */
    size_t in_a_row;         /* those since the last object */
    size_t answers_in_a_row; /* that said so */
    bool whole_batch;        /* since the last object, a batch of several had none */
    bool incredible; /* one of the missing ids was refused in words that may mean something else */
    bool found;      /* an object was found in this run */
};

/* Each returns what the ids whose verdict was open get; ABSENCE_OPEN leaves them open. */

/* An answer had an object. */
enum absence_verdict absence_found(struct absence *absence);

/* An answer called all its `count` ids missing; they are open, too. */
enum absence_verdict absence_missing(struct absence *absence, size_t count, bool credible);

/* The run ends; never ABSENCE_OPEN. */
enum absence_verdict absence_end(const struct absence *absence);

/* Whether asking on is hopeless. */
bool absence_is_hopeless(const struct absence *absence);

#endif
