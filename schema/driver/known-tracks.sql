-- The saved tracks as they are known, for fetch-tracks --known: the list's reading; the tracks, newest first, equals by
-- their place; the places that hold nothing; and as suspects those that are not seen yet. For a full sync only what it
-- has seen itself is known; but where places held nothing before, all is, to distinguish these from those whose
-- track is no longer shown.

CREATE TEMP VIEW IF NOT EXISTS known_gaps AS
SELECT gaps FROM main.sync_state
 WHERE entity_type = 'tracks' AND gaps IS NOT NULL
 ORDER BY updated_at DESC, rowid DESC LIMIT 1;

CREATE TEMP VIEW IF NOT EXISTS track_reading AS
SELECT iif(kind = 'full' AND NOT EXISTS (SELECT 1 FROM known_gaps WHERE json_array_length(gaps) > 0),
           substr(started_at, 1, 19), '') AS since
  FROM sync;

SELECT 'reading ' || reading FROM list_readings WHERE stream = 'saved_tracks';

SELECT track_id || ' ' || added_at
  FROM saved_tracks, track_reading
 WHERE removed_at IS NULL AND added_at IS NOT NULL AND seen_at >= since
 ORDER BY added_at DESC, place DESC;

SELECT 'gap ' || value FROM known_gaps, json_each(gaps);

SELECT 'suspect ' || track_id || ifnull(' ' || added_at, '')
  FROM saved_tracks, track_reading
 WHERE removed_at IS NULL AND seen_at < since;
