-- The liked songs, the last saved first.
SELECT json_object('added_at', added_at, 'name', name, 'artists', artists, 'album', album, 'release_date', release_date,
                   'duration_ms', duration_ms, 'genres', genres, 'isrc', isrc, 'track_id', track_id, 'uri', uri),
       name AS "Song", artists AS "Artists", strftime('%Y-%m-%d', added_at, 'localtime') AS "Saved", album AS "Album"
FROM (SELECT track_id, place FROM saved_tracks
      WHERE removed_at IS NULL ORDER BY added_at DESC, place DESC, track_id LIMIT :limit) AS saved
CROSS JOIN liked_songs USING (track_id)
ORDER BY added_at DESC, place DESC, track_id;
