-- The albums known only by name as Singer messages, those with most saved tracks first, and their
-- schema ahead, which is the text :schema. A record with nothing but its id changes no row.

SELECT json(:schema);

SELECT json_object('type', 'RECORD', 'stream', 'albums',
                   'record', json_object('id', id))
  FROM albums
  LEFT JOIN (SELECT album_id, count(*) AS uses
               FROM tracks
               JOIN saved_tracks ON saved_tracks.track_id = tracks.id
              WHERE removed_at IS NULL
              GROUP BY album_id) ON album_id = albums.id
 WHERE fetched_at IS NULL
   AND unavailable_at IS NULL
 ORDER BY uses DESC, id;
