-- What the last run doubted, and the albums known only by name, as Singer messages: those with most saved tracks first, and after them those that are
-- to be fetched again, or asked for again. enrich-albums puts their SCHEMA before them. A record with nothing but its id changes no row.

SELECT json_object('type', 'STATE',
                   'value', json_object('bookmarks', json_object('albums', json_object('reading', json(reading)))))
  FROM list_readings
 WHERE stream = 'albums' AND reading ->> 'doubted' IS NOT NULL;

SELECT json_object('type', 'RECORD', 'stream', 'albums',
                   'record', json_object('id', id))
  FROM albums
  LEFT JOIN (SELECT album_id, count(*) AS uses
               FROM tracks
               JOIN saved_tracks ON saved_tracks.track_id = tracks.id
              WHERE removed_at IS NULL
              GROUP BY album_id) ON album_id = albums.id
 WHERE coalesce(unavailable_at, fetched_at) IS NULL
    OR coalesce(unavailable_at, fetched_at)
       < (SELECT old_before FROM sync)
    OR unavailable_at < (SELECT doubt_before FROM sync)
 ORDER BY coalesce(unavailable_at, fetched_at), uses DESC, id;
