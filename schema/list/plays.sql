-- What was played, the last first.
SELECT json_object('played_at', played_at, 'local_time', local_time, 'name', name, 'artists', artists, 'album', album,
                   'ms_played', ms_played, 'skipped', json(CASE skipped WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END),
                   'liked', json(iif(liked, 'true', 'false')), 'source', source, 'track_id', track_id, 'uri', uri),
       name AS "Song", artists AS "Artists", substr(local_time, 1, 16) AS "Played", album AS "Album"
FROM play_log
ORDER BY played_at DESC, uri
LIMIT :limit;
