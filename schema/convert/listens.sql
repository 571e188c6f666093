-- Every play once. A row of the account data, in minutes, is left aside where rows in seconds stand around it, no more
-- than a month apart; a play of the API where a row of the same track began or ended within a minute of it.
SELECT names, track, json_object('listened_at', listened_at, 'ms_played', ms_played, 'skipped', json(skipped))
FROM (
    SELECT json_object('kind', record ->> '$.kind', 'uri', nullif(record ->> '$.uri', ''), 'name', record ->> '$.name',
                       'id', record ->> '$.track_id', 'artists', json_array(json_object('name', record ->> '$.artist')),
                       'album', json_object('name', record ->> '$.album')) AS names,
           (SELECT record FROM message WHERE stream = 'saved_tracks' AND key = listen.of) AS track, listened_at,
           record ->> '$.ms_played' AS ms_played, record -> '$.skipped' AS skipped
    FROM (SELECT *, strftime('%Y-%m-%dT%H:%M:%SZ', (strftime('%s', at) * 1000 - (record ->> '$.ms_played')) / 1000, 'unixepoch')
                        AS listened_at
          FROM message AS past
          WHERE stream = 'streaming_history' AND record IS NOT NULL
              AND (snapshot <> 'minute'
                   OR ifnull(julianday((SELECT min(at) FROM message AS next
                                        WHERE stream = 'streaming_history' AND next.at >= past.at AND snapshot <> 'minute'))
                             - julianday((SELECT max(at) FROM message AS previous
                                          WHERE stream = 'streaming_history' AND snapshot <> 'minute'
                                              AND previous.at < strftime('%Y-%m-%dT%H:%M:%SZ', past.at, '+60 seconds'))) > 31,
                             1))) AS listen
    WHERE :id IS NULL
    UNION ALL
    SELECT json_object('kind', 'track', 'id', of, 'uri', 'spotify:track:' || of), record -> '$.track', at, NULL, NULL
    FROM message AS play
    WHERE stream = 'plays' AND record IS NOT NULL AND :id IS NULL
        AND NOT EXISTS (
            SELECT 1 FROM message AS past
            WHERE past.stream = 'streaming_history' AND past.of = play.of AND past.record IS NOT NULL
                AND past.snapshot <> 'minute'
                AND min(abs(strftime('%s', play.at) - strftime('%s', past.at)),
                        abs(strftime('%s', play.at) - strftime('%s', past.at) + (past.record ->> '$.ms_played') / 1000)) <= 60))
ORDER BY listened_at;
