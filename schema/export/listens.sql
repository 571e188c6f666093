SELECT json_object('kind', CASE WHEN uri LIKE 'spotify:%:%' THEN substr(uri, 9, instr(substr(uri, 9), ':') - 1)
                                ELSE 'track' END,
                   'uri', nullif(uri, ''), 'name', name, 'artists', json_array(json_object('name', artist)),
                   'album', json_object('name', album)),
       (SELECT track FROM exported_tracks WHERE track_id = listen.track_id),
       json_object('listened_at', listened_at, 'ms_played', ms_played, 'skipped', skipped)
FROM listens AS listen
WHERE :id IS NULL
ORDER BY listened_at, uri;
