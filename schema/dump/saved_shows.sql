-- A saved show as last seen, and as last removed, the older first.
SELECT json_object('id', show.id, 'added_at', added_at, 'name', name, 'publisher', publisher,
           'description', description, 'explicit', as_json(iif(explicit = 1, 'true', iif(explicit = 0, 'false', explicit))),
           'languages', as_json((SELECT json_group_array(language)
                              FROM (SELECT language FROM show_languages WHERE show_id = show.id ORDER BY language))),
           'media_type', media_type, 'total_episodes', total_episodes, 'type', 'show', 'uri', uri,
           'images', iif(show.image_url IS NULL, json('[]'), json_array(json_object('url', show.image_url))),
           '_sdc_deleted_at', iif(is_removal, ifnull(removed_at, substr(deletion_seen_at, 1, 19) || 'Z'), NULL)) AS saved_shows,
       iif(is_removal, deletion_seen_at, saved.seen_at) AS time_extracted
FROM (SELECT *, number = (deletion_seen_at > seen_at) AS is_removal
      FROM saved_shows JOIN (SELECT 0 AS number UNION ALL SELECT 1)) AS saved
CROSS JOIN shows AS show ON show.id = show_id
WHERE time_extracted <> '' AND time_extracted >= $since
ORDER BY show_id;
