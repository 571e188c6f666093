-- The albums known only by name as Singer messages, those with most saved tracks first, then those that were played most,
-- and after them those that are to be fetched again, or were unavailable. enrich-albums puts their SCHEMA before them. A
-- record with nothing but its id changes no row. The STATE before them holds what earlier runs found missing: those that
-- the last one doubted, and those that are unavailable.

SELECT json_object('type', 'STATE',
                   'value', json_object('bookmarks', json_object('albums', json_object('reading', json(reading)))))
  FROM (SELECT json_patch(ifnull((SELECT reading FROM list_readings WHERE stream = 'albums'), '{}'),
                          json_object('unavailable', json_group_array(id))) AS reading
          FROM albums
         WHERE unavailable_at < (SELECT max(ifnull(old_before, ''), ifnull(doubt_before, '')) FROM sync))
 WHERE reading ->> 'doubted' IS NOT NULL OR json_array_length(reading, '$.unavailable') > 0;

SELECT json_object('type', 'RECORD', 'stream', 'albums',
                   'record', json_object('id', id))
  FROM albums
  LEFT JOIN (SELECT album_id, count(*) AS uses
               FROM tracks
               JOIN saved_tracks ON saved_tracks.track_id = tracks.id
              WHERE removed_at IS NULL
              GROUP BY album_id) ON album_id = albums.id
  LEFT JOIN (SELECT album_id AS played_id, sum(plays) AS plays
               FROM played_tracks
               JOIN tracks ON tracks.id = track_id
              GROUP BY album_id) ON played_id = albums.id
 WHERE coalesce(unavailable_at, fetched_at) IS NULL
    OR coalesce(unavailable_at, fetched_at)
       < (SELECT old_before FROM sync)
    OR unavailable_at < (SELECT doubt_before FROM sync)
 ORDER BY coalesce(unavailable_at, fetched_at), uses DESC, plays DESC, id;
