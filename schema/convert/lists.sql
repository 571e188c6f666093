-- The lists in the messages. state: '' | 'gone' | 'unread', there are no items of it.
SELECT 'saved_tracks', NULL, 'tracks', 'Saved tracks', '', json_object()
WHERE EXISTS (SELECT 1 FROM message WHERE stream = 'saved_tracks')
UNION ALL
SELECT * FROM (
    SELECT 'playlist', playlist_id, 'tracks', ifnull(record ->> '$.name', playlist_id),
           CASE WHEN list.key IS NOT NULL AND record IS NULL THEN 'gone'
                WHEN reading.snapshot IS NULL AND ifnull(record ->> '$.items_total', record ->> '$.items.total') IS NOT 0
                    THEN 'unread' ELSE '' END,
           json_object('owner', ifnull(record ->> '$.owner.display_name', record ->> '$.owner.id'),
                       'description', nullif(record ->> '$.description', ''), 'uri', 'spotify:playlist:' || playlist_id)
    FROM playlist_reading AS reading
    LEFT JOIN message AS list ON stream = 'playlists' AND key = playlist_id
    ORDER BY playlist_id)
UNION ALL
SELECT 'saved_albums', NULL, 'albums', 'Saved albums', '', json_object()
WHERE EXISTS (SELECT 1 FROM message WHERE stream = 'saved_albums')
UNION ALL
SELECT 'listens', NULL, 'listens', 'Listens', '', json_object()
WHERE EXISTS (SELECT 1 FROM message WHERE stream IN ('plays', 'streaming_history'));
