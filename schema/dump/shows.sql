-- The shows of which only the name is known, from their episodes.
SELECT json_object('id', id, 'name', name, 'type', 'show', 'uri', 'spotify:show:' || id) AS shows,
       seen_at AS time_extracted
FROM shows
WHERE fetched_at IS NULL AND seen_at >= $since
ORDER BY id;
