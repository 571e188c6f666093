#ifndef SPOTIFY_SYNC_CONTENTS_H
#define SPOTIFY_SYNC_CONTENTS_H

#include "base/error.h"

#include <jv.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * What the readings of a playlist's items show.
 *
 * A reading is sound if all its pages give one total, if it shows that many places, and if no page
 * shows what the first one does: then the offset was ignored. It is taken if it is sound and shows
 * as many items as the list of playlists counts. If not, the items are read again at once. A second
 * reading that is like the first is how Spotify answers: it is taken, whatever it counts, unless
 * places are missing or pages repeat the first.
 *
 * If a page begins with the items that the one before it ended with, the pages may overlap. Then
 * they are read once in order, each from where the one before it ended, and joined without what
 * they repeat. If as many items as are counted are found in this way, the pages do overlap. If
 * fewer, these items are twins, and the pages are read like any others.
 *
 * A playlist is read CONTENTS_READINGS times at most, with at most two requests for each
 * CONTENTS_PAGE places of the greatest total and two more.
 */

enum {
    CONTENTS_READINGS = 10,
    CONTENTS_PAGE = 50,
    /* A playlist has at most 11 000 items: a total over this one makes no sense. */
    CONTENTS_MOST = 100000,
};

/* What a reading showed in all. */
struct contents_shown {
    int64_t least, greatest; /* the totals that its pages told; negative: none did */
    int64_t count;           /* the places up to the last one */
    int64_t digest;          /* of the items in their order; not negative */
    int64_t blank;           /* places of which neither a uri nor a time is shown */
    int64_t twins;           /* items with a time that a page shows and an earlier one, too */
    bool lacks;              /* places are missing */
    bool repeats;            /* a later page shows what the first one does */
    bool overlaps;           /* a page begins as the one before it ends */
};

enum contents_mode {
    CONTENTS_PLAIN,  /* all pages at once */
    CONTENTS_JOINED, /* in order, without what they repeat */
    CONTENTS_TWINS,  /* all at once; what seems to overlap does not */
};

struct contents;

/* NULL with *error (EX_OSERR). */
struct contents *contents_new(struct error *error);

/* Begins a new reading. */
void contents_clear(struct contents *contents);

/* A page gives this total, which is at most CONTENTS_MOST. */
void contents_count(struct contents *contents, int64_t total);

/* Sees the RECORD of an item, which stays the caller's; its position is less than 2 *
 * CONTENTS_MOST. An item is known by its uri and the time when it was added. False with *error
 * (EX_OSERR). */
bool contents_see(struct contents *contents, jv message, struct error *error);

/* How many places from `offset` on show the same as that many before it, one of them an item that
 * is known: at most CONTENTS_PAGE. */
int64_t contents_overlap(const struct contents *contents, int64_t offset);

/* Forgets the places from `count` on. */
void contents_cut(struct contents *contents, int64_t count);

/* What the reading has shown, in pages of `page_size` places. */
struct contents_shown contents_sum(struct contents *contents, int64_t page_size);

void contents_free(struct contents *contents);

enum contents_verdict {
    CONTENTS_TAKEN,
    CONTENTS_READ_AGAIN, /* in the mode that is written */
    CONTENTS_SENSELESS,  /* places are missing or repeated, each time */
    CONTENTS_UNSTEADY,   /* the readings differ */
};

/*
 * What becomes of a reading in a mode, the one of number `readings` from 1, after an earlier one
 * (whose totals are negative if there is none) of a playlist that the list says has `listed` items
 * (negative: it does not say). Writes the mode of the next reading.
 */
enum contents_verdict contents_judge(const struct contents_shown *shown,
                                     const struct contents_shown *earlier, int64_t listed,
                                     int readings, enum contents_mode *mode);

#endif
