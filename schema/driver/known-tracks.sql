-- The saved tracks as they are known, for fetch-tracks --known: the list's reading; the tracks, newest first, equals by
-- their place, and one without a time as if it had been added in 1970; and as suspects those that are not seen yet. For a full sync only what it has seen itself is known; but if
-- places were hidden before, all is, to distinguish these from those whose track is no longer shown.

CREATE TEMP VIEW IF NOT EXISTS track_reading AS
SELECT iif(kind = 'full' AND NOT EXISTS (SELECT 1 FROM list_readings
                                          WHERE stream = 'saved_tracks' AND json_array_length(reading, '$.gaps') > 0),
           read_since, '') AS since
  FROM sync;

SELECT 'reading ' || reading FROM list_readings WHERE stream = 'saved_tracks';

SELECT track_id || ' ' || ifnull(added_at, '1970-01-01T00:00:00Z')
  FROM saved_tracks, track_reading
 WHERE removed_at IS NULL AND seen_at >= since
 ORDER BY added_at DESC, place DESC;

SELECT 'suspect ' || track_id || ifnull(' ' || added_at, '')
  FROM saved_tracks, track_reading
 WHERE removed_at IS NULL AND seen_at < since;
