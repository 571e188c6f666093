#ifndef SPOTIFY_SYNC_RECONCILE_H
#define SPOTIFY_SYNC_RECONCILE_H

#include "base/ids.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Finds what has changed between a list that we know and the list as it is now, by reading as few
 * of its places as can prove it.
 *
 * Both lists are sorted by added_at, newest first; within equal added_at any order will do. What
 * was read ties places of the list to known entries. Between two ties there are so many places not
 * read yet, and so many known entries and known gaps not found yet. If these are equal, nothing has
 * changed there; if not, a page in the middle is read, and the halves are looked at again.
 *
 * A known entry is gone if every place that could hold it was read without finding it:
 *
 * - The places where its added_at belongs, and those of its equals, which may stand in any order.
 * - The head, where it would stand had it been saved again.
 * - Any other place, had it been saved again with an older time while another change hid that: the
 *   counts are blind to it. So the rest of the list is read too if that is at most three pages. If
 *   it is longer, the caller asks Spotify whether the entry is still saved (reconcile_elsewhere):
 *   if so, the rest is read. Without an answer, the rest is read if it is at most twice as much as
 *   was read; a longer one is taken to stand as its counts say.
 * - Gaps: places that Spotify counts and does not show. Those that were known before hold what they
 *   held. While there are others, open ones, nothing is gone: a missing entry that fits one (its
 *   added_at lies between those of the gap's neighbours or, if a page was short, is no newer than
 *   the page) is unshown from then on; one that fits none is kept, and missing in the next reading
 *   too. What is unshown is not gone while there are more gaps than those that held other things.
 * - Two pages that show the same entry at two places are of different moments, or one of them is
 *   untrue: nothing is believed of either until they were read again (reconcile_repeats).
 * - What the earlier reading did not show and this one does: what was unshown or kept, or is new
 * but not newer than all that is known. It may have left a gap that holds something else by now. If
 *   the gaps are more than it leaves, what is missing is kept.
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

/* Adds the gaps of the known list: places counted from its end, of which the last one is 1. A gap
 * of a short page may stand up to a page away. To be called once, after the entries. False with
 * *error (EX_OSERR). */
bool reconcile_know_gaps(struct reconcile *reconcile, const int64_t *places, size_t count,
                         struct error *error);

/* added_at of a suspect where it is not known. */
#define RECONCILE_NO_TIME INT64_MIN

/* Adds an id that a full reading has not seen since it was known: it is gone unless it is seen now,
 * or could stand at a gap. False with *error (EX_OSERR). */
bool reconcile_suspect(struct reconcile *reconcile, const char *id, size_t length, int64_t added_at,
                       struct error *error);

/* Adds an id that is known to be unshown. An id that is a suspect already is passed over. False
 * with *error (EX_OSERR). */
bool reconcile_unshow(struct reconcile *reconcile, const char *id, size_t length,
                      struct error *error);

/* The earlier reading kept this id, which is known. To be called before reconcile_know_gaps. */
void reconcile_keep(struct reconcile *reconcile, const char *id, size_t length);

/* How many ids are known, suspects and unshown ones included. */
int64_t reconcile_known_count(const struct reconcile *reconcile);

/* Whether there are suspects that are not unshown. */
bool reconcile_has_suspects(const struct reconcile *reconcile);

/* How many known gaps could stand at the places from `place` to end - 1 of a list of `total`. */
int64_t reconcile_known_gaps(const struct reconcile *reconcile, int64_t total, int64_t place,
                             int64_t end);

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

/* Whether a page that shows an id at an unread place repeats what another page showed elsewhere:
 * one of the two is of another moment, or untrue. A page repeats nothing where a gap is known. */
bool reconcile_repeats(const struct reconcile *reconcile, int64_t place, const char *id,
                       size_t length);

/* The page that showed this id is wanted again. Returns whether one did. */
bool reconcile_forget(struct reconcile *reconcile, const char *id, size_t length);

/* The unread places from `place` to end - 1 are to be read, whatever the counts say. */
void reconcile_want_again(struct reconcile *reconcile, int64_t place, int64_t end);

/* Every place is to be read, whatever the counts say, until reconcile_begin is called. */
void reconcile_want_all(struct reconcile *reconcile);

/*
 * When no more places are wanted: adds the known ids that are missing although every place that the
 * counts allow was read for them, and that may still stand at an unread one. Leaves out those whose
 * added_at is also that of something new, which may be the same track under another id, unless a
 * page showed them. False with *error (EX_OSERR).
 */
bool reconcile_elsewhere(const struct reconcile *reconcile, struct ids *elsewhere,
                         struct error *error);

/* There is no answer whether those are still saved: more places may be wanted, until
 * reconcile_begin is called. */
void reconcile_unanswered(struct reconcile *reconcile);

/* Fills offsets with at most `most` pages of page_size places to read next, and returns how many.
 * 0: no more are needed, and reconcile_settle can tell what is gone. */
size_t reconcile_wanted(struct reconcile *reconcile, long page_size, int64_t *offsets, size_t most);

/*
 * Accounts for every place: what is missing between places that were read is gone, unless it could
 * stand at a gap, and what was not read stands as it is known. To be called once after
 * reconcile_begin, when no more pages are wanted. False with *error (EX_OSERR).
 */
bool reconcile_settle(struct reconcile *reconcile, struct error *error);

/* What has become of a known id that does not stand in the list, once every place is accounted for:
 * it is kept if there are open gaps, and none that fits. */
enum reconcile_fate { RECONCILE_GONE, RECONCILE_UNSHOWN, RECONCILE_KEPT };

/* Once every place is accounted for: the next known id of this fate, from *cursor on, which is 0 at
 * first. NULL after the last. */
const char *reconcile_next(const struct reconcile *reconcile, enum reconcile_fate fate,
                           size_t *cursor);

/* Once every place is accounted for: adds the ids that stand in the list. False with *error
 * (EX_OSERR). */
bool reconcile_standing(const struct reconcile *reconcile, struct ids *standing,
                        struct error *error);

/* Once every place is accounted for: the next place that is a gap, counted from the end, in falling
 * order, from *cursor on, which is 0 at first. 0 after the last. */
int64_t reconcile_gap(const struct reconcile *reconcile, size_t *cursor);

void reconcile_free(struct reconcile *reconcile);

#endif
