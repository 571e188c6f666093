-- The saved episodes, the last saved first.
SELECT json_object('added_at', added_at, 'name', episode.name, 'show', shows.name, 'release_date', release_date,
                   'duration_ms', duration_ms, 'resume_position_ms', resume_position_ms,
                   'fully_played', json(CASE fully_played WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END),
                   'episode_id', episode.id, 'uri', 'spotify:episode:' || episode.id),
       episode.name AS "Episode", shows.name AS "Show", release_date AS "Released",
       strftime('%Y-%m-%d', added_at, 'localtime') AS "Saved"
FROM saved_episodes
JOIN episodes AS episode ON episode.id = episode_id
LEFT JOIN shows ON shows.id = show_id
WHERE removed_at IS NULL
ORDER BY added_at DESC, episode.id
LIMIT :limit;
