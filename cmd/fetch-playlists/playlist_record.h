#ifndef SPOTIFY_SYNC_PLAYLIST_RECORD_H
#define SPOTIFY_SYNC_PLAYLIST_RECORD_H

#include "queued_playlist.h"

/*
 * What the RECORD of a playlist says of its items, besides what Spotify says:
 *
 *   items_snapshot_id  they are those of this snapshot (filing.h)
 *   items_total        how many they are, where they were stored
 *   items_digest       contents_shown of them
 *   items_doubted      the doubt about them; without items_snapshot_id, they are of no snapshot
 *   items_refused      true: the app may not read them, which is no longer doubted
 *   items_kept         true: they were not read, and an earlier run knew all this
 *
 * Each of these uses up the message.
 */

/* Adds what an earlier run knew, which still holds. */
jv playlist_record_known(jv message, const struct filed_contents *contents);

/* Adds what an earlier run knew of the items, although the playlist may have changed. */
jv playlist_record_kept(jv message, const struct filed_contents *contents);

/* Adds that what a queued playlist has shown is filed. */
jv playlist_record_filed(jv message, const struct queued_playlist *playlist);

/* Adds the doubt about a queued playlist, found out at `time` (timestamp.h). */
jv playlist_record_doubted(jv message, const struct queued_playlist *playlist, int64_t time);

/* Adds that a queued playlist's items are refused, or the doubt about that, if it has one. */
jv playlist_record_refused(jv message, const struct queued_playlist *playlist);

#endif
