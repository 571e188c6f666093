-- The saved shows, the last saved first.
SELECT json_object('added_at', added_at, 'name', name, 'publisher', publisher, 'total_episodes', total_episodes,
                   'show_id', id, 'uri', 'spotify:show:' || id),
       name AS "Show", publisher AS "Publisher", total_episodes AS "Episodes",
       strftime('%Y-%m-%d', added_at, 'localtime') AS "Saved"
FROM saved_shows JOIN shows ON id = show_id
WHERE removed_at IS NULL
ORDER BY added_at DESC, id
LIMIT :limit;
