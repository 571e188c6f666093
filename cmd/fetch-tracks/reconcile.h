#ifndef SPOTIFY_SYNC_RECONCILE_H
#define SPOTIFY_SYNC_RECONCILE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Finds what has changed between a list that we know and the list as it is now, by reading as few
 * of its places as can prove it.
 *
 * Both lists are sorted by added_at, newest first; within equal added_at any order will do. What
 * was read ties places of the list to known entries. Between two such ties there are so many places
 * not read yet and so many known entries not found yet: where these are equal, nothing has changed
 * there (or changes cancel, which only a full reading finds); where they are not, a page in the
 * middle is read, and the halves are looked at again. A known entry is gone when every place where
 * it could stand has been read without finding it. It could stand at a gap, a place that holds
 * nothing that could be stored, if no gap is known there and its added_at lies between those of the
 * gap's neighbours: then it is kept.
 */

struct reconcile;

/* NULL with *error when memory cannot be had. */
struct reconcile *reconcile_new(struct error *error);

/*
 * Adds the next entry of the known list. An id that is there already is passed over. False with
 * *error (EX_OSERR) when memory cannot be had.
 */
bool reconcile_know(struct reconcile *reconcile, const char *id, size_t length, int64_t added_at,
                    struct error *error);

/* Tells which places of the known list hold nothing that could be stored, counted from its end,
 * where the last one is 1. To be called once, behind the entries. False with *error (EX_OSERR). */
bool reconcile_know_gaps(struct reconcile *reconcile, const int64_t *places, size_t count,
                         struct error *error);

/* added_at of a suspect where it is not known. */
#define RECONCILE_NO_TIME INT64_MIN

/* Adds an id that a full reading has not seen since it was known: it is gone unless it is seen now,
 * or could stand at a gap. False with *error (EX_OSERR). */
bool reconcile_suspect(struct reconcile *reconcile, const char *id, size_t length, int64_t added_at,
                       struct error *error);

/* Begins, or begins anew: the list now has `total` places, and none has been read. False with
 * *error (EX_OSERR). */
bool reconcile_begin(struct reconcile *reconcile, int64_t total, struct error *error);

/* What stands at a place: true if it is known with the same added_at, and stands in the order of
 * the known list. Otherwise it is to be stored. */
bool reconcile_see(struct reconcile *reconcile, int64_t place, const char *id, size_t length,
                   int64_t added_at);

/* The page of the places from `place` to end - 1 has been read; those of which nothing was seen are
 * gaps. Where it was short, holding fewer places, what is missing may stand at any of them. */
void reconcile_read(struct reconcile *reconcile, int64_t place, int64_t end, bool is_short);

/* Fills offsets with at most `most` pages of page_size places to read next, and returns how many.
 * 0: no more are needed, and reconcile_settle can tell what is gone. */
size_t reconcile_wanted(const struct reconcile *reconcile, long page_size, int64_t *offsets,
                        size_t most);

/*
 * Accounts for every place: what is missing between places that were read is gone, unless it could
 * stand at a gap, and what was not read stands as it is known. *kept counts the known entries of
 * which it cannot be told which are gone, as there are fewer gaps than could hold them. To be
 * called once, when no more pages are wanted. False with *error (EX_OSERR).
 */
bool reconcile_settle(struct reconcile *reconcile, size_t *kept, struct error *error);

/* Once every place is accounted for: the next known id that is gone, from *cursor on, which is 0 at
 * first. NULL behind the last. */
const char *reconcile_removed(const struct reconcile *reconcile, size_t *cursor);

/* Once every place is accounted for: the next place that is a gap, counted from the end, in falling
 * order, from *cursor on, which is 0 at first. 0 behind the last. */
int64_t reconcile_gap(const struct reconcile *reconcile, size_t *cursor);

void reconcile_free(struct reconcile *reconcile);

#endif
