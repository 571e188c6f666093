-- A row of the streaming history, with its own time as read-history gives it; without one if it would make the name of
-- its track newer than it is.
SELECT json_object('ts', ts, 'uri', past.uri, 'ms_played', ms_played, 'kind', kind, 'track_id', track_id,
           'name', past.name, 'artist', artist, 'album', album, 'reason_start', reason_start, 'reason_end', reason_end,
           'shuffle', as_json(iif(shuffle = 1, 'true', iif(shuffle = 0, 'false', shuffle))), 'skipped', as_json(iif(skipped = 1, 'true', iif(skipped = 0, 'false', skipped))),
           'offline', as_json(iif(offline = 1, 'true', iif(offline = 0, 'false', offline))), 'incognito', as_json(iif(incognito = 1, 'true', iif(incognito = 0, 'false', incognito))),
           'precision', precision, 'platform', platform, 'country', country) AS streaming_history,
       iif(track.id IS NULL OR track.fetched_at IS NOT NULL OR past.name IS NULL OR (track.seen_at, track.name) >= (at, past.name),
           at, '') AS time_extracted
FROM (SELECT *, substr(ts, 1, 19) || '.000000Z' AS at FROM streaming_history) AS past
LEFT JOIN tracks AS track ON track.id = track_id
WHERE at >= $since
ORDER BY ts, past.uri, ms_played, names;
