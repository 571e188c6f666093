-- The items of the playlist :id in their order.
SELECT json_object('playlist', playlist, 'position', position, 'name', name, 'artists', artists, 'album', album,
                   'release_date', release_date, 'duration_ms', duration_ms, 'added_at', added_at, 'added_by', added_by,
                   'kind', kind, 'isrc', isrc, 'track_id', track_id, 'uri', uri, 'playlist_id', playlist_id),
       ifnull(name, 'not available any more') AS "Song", artists AS "Artists",
       strftime('%Y-%m-%d', added_at, 'localtime') AS "Added", album AS "Album"
FROM playlist_songs
WHERE playlist_id = :id
ORDER BY position
LIMIT :limit;
