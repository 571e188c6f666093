-- The listens of a library's own view, and Spotify's object of each track.
SELECT json_object('kind', CASE WHEN uri LIKE 'spotify:%:%' THEN substr(uri, 9, instr(substr(uri, 9), ':') - 1)
                                ELSE 'track' END,
                   'uri', nullif(uri, ''), 'name', name, 'artists', json_array(json_object('name', artist)),
                   'album', json_object('name', album)),
       CASE source
           WHEN 'api' THEN (SELECT record -> '$.track' FROM message
                            WHERE stream = 'plays' AND key = listened_at || ' ' || track_id)
           ELSE (SELECT record FROM message WHERE stream = 'saved_tracks' AND key = track_id) END,
       json_object('listened_at', listened_at, 'ms_played', ms_played, 'skipped', skipped)
FROM listens
WHERE :id IS NULL
ORDER BY listened_at, uri;
