-- Version 6: what a list showed last time, and how new the newest message is.
PRAGMA user_version = 6;

-- reading: what the list's program remembers between runs (common/list/reading.h).
ALTER TABLE readings ADD COLUMN reading TEXT;

-- The newest time_extracted of all records that were stored: one row, none in an empty library. A
-- library that holds a time after the clock's is found by this row alone.
CREATE TABLE newest_message (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    time_extracted TEXT NOT NULL
) STRICT;

INSERT INTO newest_message (id, time_extracted)
SELECT 1, max(at)
FROM (SELECT max(seen_at) AS at FROM account
      UNION ALL SELECT max(max(seen_at), max(missed_seen_at)) FROM artists
      UNION ALL SELECT max(max(seen_at), max(missed_seen_at)) FROM albums
      UNION ALL SELECT max(seen_at) FROM tracks
      UNION ALL SELECT max(max(seen_at), max(deletion_seen_at)) FROM saved_tracks
      UNION ALL SELECT max(max(seen_at), max(deletion_seen_at)) FROM saved_albums
      UNION ALL SELECT max(max(seen_at), max(deletion_seen_at)) FROM followed_artists
      UNION ALL SELECT max(max(seen_at), max(deletion_seen_at), max(items_refused_seen_at)) FROM playlists
      UNION ALL SELECT max(seen_at) FROM playlist_readings)
HAVING max(at) > '';
