-- From when to when a playlist had a name.
SELECT json_object('playlist_id', playlist_id, 'name', name, 'first_seen_at', first_seen_at, 'last_seen_at', last_seen_at) AS playlist_names,
       last_seen_at AS time_extracted
FROM playlist_names
WHERE last_seen_at >= $since
ORDER BY playlist_id, name;
