-- Fills a library's own tables (library.sql) with what decides which plays are one listen: the rows of the streaming
-- history, the plays, and the ISRCs of the tracks in the history. A value of the wrong type counts as the nearest right one.
INSERT INTO streaming_history (ts, uri, ms_played, names, track_id, name, artist, album, skipped, precision, started_at)
SELECT at, uri, ms_played,
       iif(uri = '', ifnull(record ->> '$.artist', '') || char(10) || ifnull(record ->> '$.name', ''), ''),
       of, record ->> '$.name', record ->> '$.artist', record ->> '$.album', CAST(record ->> '$.skipped' AS INTEGER),
       record ->> '$.precision',
       strftime('%Y-%m-%dT%H:%M:%SZ', (strftime('%s', at) * 1000 - ms_played) / 1000, 'unixepoch')
FROM (SELECT *, CAST(record ->> '$.uri' AS TEXT) AS uri, CAST(record ->> '$.ms_played' AS INTEGER) AS ms_played
      FROM message WHERE stream = 'streaming_history' AND record IS NOT NULL)
WHERE true
ON CONFLICT DO NOTHING;

-- One moment may be written ...55Z and ...55.000Z. Of two that differ, the same counts as in schema/load/plays.sql.
INSERT INTO plays (played_at, track_id, name, artist, album, isrc)
SELECT min(at), of, max(record ->> '$.track.name'), max(record ->> '$.track.artists[0].name'),
       max(record ->> '$.track.album.name'), max(nullif(upper(replace(record ->> '$.track.external_ids.isrc', '-', '')), ''))
FROM message
WHERE stream = 'plays' AND record IS NOT NULL
GROUP BY of, substr(at, 1, 19), ifnull(strftime('%f', at), at);

-- The newest comes last, and stays.
INSERT INTO tracks (id, name, isrc)
SELECT track ->> '$.id' AS id, track ->> '$.name', nullif(upper(replace(track ->> '$.external_ids.isrc', '-', '')), '') AS isrc
FROM (SELECT time_extracted, iif(stream IN ('saved_tracks', 'tracks'), record, record -> '$.track') AS track
      FROM message WHERE stream IN ('saved_tracks', 'tracks', 'playlist_items', 'plays') AND record IS NOT NULL)
WHERE id IN (SELECT track_id FROM streaming_history)
ORDER BY time_extracted, isrc
ON CONFLICT DO UPDATE SET (name, isrc) = (excluded.name, excluded.isrc);
