#ifndef SPOTIFY_SYNC_CONTENTS_H
#define SPOTIFY_SYNC_CONTENTS_H

#include "base/error.h"

#include <jv.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * What the readings of a playlist's items show.
 *
 * A reading is sound if all its pages tell one total, if it shows that many places, and if no page
 * shows what the first one does: then the offset was ignored. It is taken if it is sound and shows
 * as many items as the list of playlists counts. If not, the items are read again at once. A second
 * reading that is like the first is how Spotify answers: it is taken, whatever it counts, unless
 * places are missing or pages repeat the first. A playlist is read CONTENTS_READINGS times at most,
 * with at most one request for each CONTENTS_PAGE places of the greatest total and one more.
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
    bool lacks;              /* places are missing */
    bool repeats;            /* a later page shows what the first one does */
};

struct contents;

/* NULL with *error (EX_OSERR). */
struct contents *contents_new(struct error *error);

/* Begins a new reading. */
void contents_clear(struct contents *contents);

/* A page tells this total, which is at most CONTENTS_MOST. */
void contents_count(struct contents *contents, int64_t total);

/* Sees the RECORD of an item, which stays the caller's; its position is less than 2 *
 * CONTENTS_MOST. An item is known by its uri and the time when it was added. False with *error
 * (EX_OSERR). */
bool contents_see(struct contents *contents, jv message, struct error *error);

/* What the reading has shown, in pages of `page_size` places. */
struct contents_shown contents_sum(const struct contents *contents, int64_t page_size);

void contents_free(struct contents *contents);

enum contents_verdict {
    CONTENTS_TAKEN,
    CONTENTS_READ_AGAIN,
    CONTENTS_SENSELESS, /* places are missing or repeated, each time */
    CONTENTS_UNSTEADY,  /* the readings differ */
};

/* What becomes of a reading, the one of number `readings` from 1, after an earlier one (whose
 * totals are negative if there is none) of a playlist that the list says has `listed` items
 * (negative: it does not say). */
enum contents_verdict contents_judge(const struct contents_shown *shown,
                                     const struct contents_shown *earlier, int64_t listed,
                                     int readings);

#endif
