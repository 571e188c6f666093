-- The artists known only by name as Singer messages, those with most saved tracks first, then those that were played most,
-- and after them those that are to be fetched again, or were unavailable. enrich-artists puts their SCHEMA before them. A
-- record with nothing but its id changes no row. The STATE before them holds what earlier runs found missing: those that
-- the last one doubted, and those that are unavailable.

SELECT json_object('type', 'STATE',
                   'value', json_object('bookmarks', json_object('artists', json_object('reading', json(reading)))))
  FROM (SELECT json_patch(ifnull((SELECT reading FROM list_readings WHERE stream = 'artists'), '{}'),
                          json_object('unavailable', json_group_array(id))) AS reading
          FROM artists
         WHERE unavailable_at < (SELECT max(ifnull(old_before, ''), ifnull(doubt_before, '')) FROM sync))
 WHERE reading ->> 'doubted' IS NOT NULL OR json_array_length(reading, '$.unavailable') > 0;

SELECT json_object('type', 'RECORD', 'stream', 'artists',
                   'record', json_object('id', id))
  FROM artists
  LEFT JOIN (SELECT artist_id, count(*) AS uses
               FROM track_artists
               JOIN saved_tracks USING (track_id)
              WHERE removed_at IS NULL
              GROUP BY artist_id) ON artist_id = artists.id
  LEFT JOIN (SELECT artist_id AS played_id, sum(plays) AS plays
               FROM played_tracks
               JOIN track_artists USING (track_id)
              GROUP BY artist_id) ON played_id = artists.id
 WHERE coalesce(unavailable_at, fetched_at) IS NULL
    OR coalesce(unavailable_at, fetched_at)
       < (SELECT old_before FROM sync)
    OR unavailable_at < (SELECT doubt_before FROM sync)
 ORDER BY coalesce(unavailable_at, fetched_at), uses DESC, plays DESC, id;
