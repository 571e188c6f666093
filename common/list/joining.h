#ifndef SPOTIFY_SYNC_JOINING_H
#define SPOTIFY_SYNC_JOINING_H

#include "base/error.h"
#include "list/page_envelope.h"
#include "list/page_fingerprints.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * How pages by offset are joined, so that nothing is missed while the list changes underneath.
 *
 * Offset pages are not a snapshot. What joins them is the `total` that each gives. `joined` is how
 * many places from the head on have been seen without a gap. A page whose total is d less than that
 * of the page before it shows that the list has moved up by up to d places: it is taken only if it
 * begins at least d places ahead of `joined`; else the places ahead of it are read again first. The
 * rule holds as well for a page that was answered before its predecessor was. What it cannot see
 * is changes that cancel each other in `total`.
 *
 * Answers may be false, so that:
 *
 * - If the places read again still give the greater total, the list has not moved, and no page goes
 *   back for the same difference again. Nor does one whose total and predecessor's are the two
 *   between which the list's pages differed in an earlier run (reading.h).
 * - A page that shows the same entries as an earlier one of the same total is requested again;
 *   at the third time the reading fails (EX_PROTOCOL).
 * - The entries with which a page of the same total begins and the page before it ended are an
 *   overlap. As many places are read after the end of the list, while that shows something new,
 *   and up to as many as it counts.
 * - A page that cannot be read is left out if a page before it could be. JOINING_FAILURES in a row
 *   end the reading, and any fails it at its end.
 * - A list of more than JOINING_MOST_PLACES, or one that grows during the reading to more than
 *   2 * T + 1000 places, T being its first total, fails it (EX_PROTOCOL).
 *
 * A reading looks at most 4 * P + 20 times at a page, P being the pages of the largest total told,
 * at the smallest size told; more fail it (EX_UNAVAILABLE). With the growth bounded, so are all
 * requests.
 */

enum { JOINING_FAILURES = 3, JOINING_MOST_PLACES = 10000000 };

struct joining;

struct joining_options {
    const char *path;        /* of the list, for errors */
    int64_t offset;          /* where the reading begins */
    int64_t total;           /* what the page ahead of it told; negative: not known */
    int64_t least, greatest; /* the totals of an earlier run; negative: its pages agreed */
};

/* A page of the list; `prints` are its entries'. */
struct joining_page {
    int64_t offset;
    const struct page_envelope *envelope;
    const struct page_fingerprints *prints;
};

enum joining_step {
    JOINING_TAKEN,
    JOINING_BACK, /* the places from `joined` less what the list moved up by are to be read first */
    JOINING_AGAIN, /* the page itself is to be requested again */
    JOINING_FAILED,
};

/* The options are copied; the path must outlive the joining. NULL with *error (EX_OSERR). */
struct joining *joining_open(const struct joining_options *options, struct error *error);

/* What becomes of the next page. JOINING_FAILED with *error: as said above, EX_OSERR. */
enum joining_step joining_take(struct joining *joining, const struct joining_page *page,
                               struct error *error);

/* Leaves out the page of `size` places at `offset`, which could not be read because of *reason.
 * False if the reading must end with *reason. */
bool joining_leave_out(struct joining *joining, int64_t offset, int64_t size,
                       const struct error *reason);

/* Every place ahead of this one has been seen or left out. */
int64_t joining_joined(const struct joining *joining);

/* Every place ahead of this one has been seen. */
int64_t joining_seen(const struct joining *joining);

/* Of the page that was taken last; negative: none was. */
int64_t joining_total(const struct joining *joining);

/* How many places more than its total the list is to be read for, since pages overlapped. */
int64_t joining_overlap(const struct joining *joining);

/* Whether there is more to read. */
bool joining_has_more(const struct joining *joining);

/* At the end: false with *error, which says how many pages were left out and why the first was, if
 * any were. */
bool joining_conclude(const struct joining *joining, struct error *error);

void joining_close(struct joining *joining);

#endif
