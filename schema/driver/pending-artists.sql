-- The artists known only by name as Singer messages, those with most saved tracks first, and their
-- schema ahead, which is the text :schema. A record with nothing but its id changes no row.

SELECT json(:schema);

SELECT json_object('type', 'RECORD', 'stream', 'artists',
                   'record', json_object('id', id))
  FROM artists
  LEFT JOIN (SELECT artist_id, count(*) AS uses
               FROM track_artists
               JOIN saved_tracks USING (track_id)
              WHERE removed_at IS NULL
              GROUP BY artist_id) ON artist_id = artists.id
 WHERE fetched_at IS NULL
   AND unavailable_at IS NULL
 ORDER BY uses DESC, id;
