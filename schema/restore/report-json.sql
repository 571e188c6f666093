-- What a run has done, as one JSON object. ?1 account, ?2 owner of the library, ?3 calls that write, ?4 all requests, ?5 the
-- error that stopped it ('': none), ?6 and ?7 calls that were planned to write and to read, and ?8 the days for them.
WITH states (state, word) AS (
    VALUES (0, 'missing'), (1, 'there'), (2, 'restored'), (3, 'impossible'), (4, 'refused'), (5, 'failed')
), entries (playlist, uri, name, state, reason) AS (
    -- of a playlist that restore did not make, all are taken to be there
    SELECT old_id, uri, items.name, iif(lists.state = 1 AND new_id IS NULL, 1, items.state), items.reason
    FROM items JOIN lists ON list = rank WHERE lists.state <> 3 ORDER BY list, place
)
SELECT json_object(
    'account', ?1, 'library_of', nullif(?2, ''), 'writes', ?3, 'requests', ?4,
    'planned', json_object('writes', ?6, 'reads', ?7, 'days', ?8), 'error', nullif(?5, ''),
    'complete', json(iif(?5 = '' AND NOT EXISTS (SELECT 1 FROM things WHERE state IN (0, 5))
        AND NOT EXISTS (SELECT 1 FROM lists WHERE state IN (0, 5)), 'true', 'false')),
    'streams', (SELECT json_group_object(stream, json(counts)) FROM (
        SELECT stream, json_group_object(word, number) AS counts FROM (
            SELECT stream, state, count(*) AS number FROM things GROUP BY stream, state
            UNION ALL SELECT 'playlists', state, count(*) FROM lists GROUP BY state
            UNION ALL SELECT 'playlist_items', state, count(*) FROM entries GROUP BY state
        ) JOIN states USING (state) GROUP BY stream)),
    'playlists', (SELECT json_group_array(json_object('old_id', old_id, 'new_id', new_id, 'name', name, 'state', word,
            'reason', nullif(reason, ''), 'note', note))
        FROM (SELECT * FROM lists JOIN states USING (state) ORDER BY rank)),
    'not_restored', (SELECT json_group_array(json_object('stream', stream, 'playlist', playlist, 'uri', uri, 'name', name,
            'state', word, 'reason', reason))
        FROM (SELECT stream, NULL AS playlist, uri, name, word, reason FROM things JOIN states USING (state)
              WHERE state IN (3, 4, 5)
              UNION ALL
              SELECT 'playlist_items', playlist, uri, name, word, reason FROM entries JOIN states USING (state)
              WHERE state IN (3, 4, 5)))
);
