-- A saved episode as last seen, and as last removed, the older first. Its show has its name if that is as new as the
-- episode.
SELECT json_object('id', episode.id, 'added_at', added_at, 'name', episode.name,
           'description', episode.description, 'duration_ms', duration_ms,
           'explicit', as_json(iif(episode.explicit = 1, 'true', iif(episode.explicit = 0, 'false', episode.explicit))), 'release_date', release_date,
           'release_date_precision', release_date_precision,
           'resume_point', json_object('fully_played', as_json(iif(fully_played = 1, 'true', iif(fully_played = 0, 'false', fully_played))),
                                       'resume_position_ms', resume_position_ms),
           'show', iif(show_id IS NULL, NULL,
                       json_object('id', show_id,
                                   'name', iif(show.fetched_at IS NOT NULL OR show.seen_at >= episode.seen_at,
                                               show.name, NULL))),
           'type', 'episode', 'uri', episode.uri,
           'images', iif(episode.image_url IS NULL, json('[]'), json_array(json_object('url', episode.image_url))),
           '_sdc_deleted_at', iif(is_removal, ifnull(removed_at, substr(deletion_seen_at, 1, 19) || 'Z'), NULL)) AS saved_episodes,
       iif(is_removal, deletion_seen_at, saved.seen_at) AS time_extracted
FROM (SELECT *, number = (deletion_seen_at > seen_at) AS is_removal
      FROM saved_episodes JOIN (SELECT 0 AS number UNION ALL SELECT 1)) AS saved
CROSS JOIN episodes AS episode ON episode.id = episode_id
LEFT JOIN shows AS show ON show.id = show_id
WHERE time_extracted <> '' AND time_extracted >= $since
ORDER BY episode_id;
