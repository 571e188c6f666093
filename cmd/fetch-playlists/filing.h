#ifndef SPOTIFY_SYNC_FILING_H
#define SPOTIFY_SYNC_FILING_H

#include "contents.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Whether the contents of a playlist are those of its snapshot.
 *
 * The list of playlists and each page of items are answers of their own, between which a playlist
 * may change, and of which any may be older than another. So what was read is filed under the
 * snapshot that was listed before it was read only if all of these hold:
 *
 * - As many items were shown as the list counts, or all their pages count as many as the list does.
 * - They are not the very items that were known as of another snapshot. (This is looked at for the
 *   account's own playlists only: the snapshots of Spotify's own change without a reason.)
 * - The list was looked at once more after they were read, and still told that snapshot. A playlist
 *   that this second look did not show is filed: the next run's list is its second look.
 * - No item was shown on two pages, as it is if an item was moved from one to the other and one of
 *   the two is older than the move. (The same track, added twice in one second, looks like that.)
 * - No place was shown blank (contents.h).
 *
 * If the first fails, nothing is stored. If another one fails, the items are stored, and filed
 * under no snapshot. Each is a doubt, because of which the next run reads the playlist again. The
 * same doubt in the next reading settles it: that is how Spotify answers, and the items are filed.
 * That places are blank takes one reading more.
 *
 * That the items are refused is a doubt, too (refusals.h), and is settled in the same way.
 */

/* A playlist as the list shows it. */
struct listing {
    const char *snapshot_id; /* empty: it has none */
    int64_t total;           /* of its items; negative: not told */
};

/* A playlist's contents as an earlier run has left them. */
struct filed_contents {
    const char *snapshot_id; /* empty: none is certain */
    int64_t total;           /* of the items that are stored */
    int64_t digest;          /* contents_shown of them; negative: not known */
    const char *doubt;       /* the last one; empty: there was none */
    bool refused;            /* as of that snapshot the items were refused */
};

enum { DOUBT_SIZE = 96 };

/* The doubt whether the items are refused. */
#define FILING_REFUSED "refused"

enum filing {
    FILING_CERTAIN,      /* under the snapshot that was listed before */
    FILING_UNCERTAIN,    /* under none */
    FILING_CONTRADICTED, /* nothing is to be stored */
};

/*
 * Decides about what was shown between two looks at the list; `after` is NULL if the second one did
 * not show the playlist, or is yet to come. Writes the doubt, which has no spaces: empty if there
 * is none, the earlier one if it is settled.
 */
enum filing filing_decide(const struct listing *before, const struct listing *after,
                          const struct contents_shown *shown, const struct filed_contents *earlier,
                          char doubt[static DOUBT_SIZE]);

/* Whether contents that an earlier run has filed are still those of the playlist: its snapshot is
 * the same, and its total that of the stored items, or the one that was settled. */
bool filing_holds(const struct filed_contents *earlier, const struct listing *listed);

/* Whether the last run that asked for the items was refused them, believed or not. */
bool filing_was_refused(const struct filed_contents *earlier);

#endif
