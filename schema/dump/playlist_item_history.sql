-- From when to when an item was in a playlist.
SELECT json_object('playlist_id', playlist_id, 'uri', uri, 'added_at', added_at, 'called', called, 'copy', copy,
                   'name', name, 'isrc', isrc, 'first_seen_at', first_seen_at, 'last_seen_at', last_seen_at) AS playlist_item_history,
       last_seen_at AS time_extracted
FROM playlist_item_history
WHERE last_seen_at >= $since
ORDER BY playlist_id, uri, added_at, called, copy;
