-- A saved audiobook as first and last seen, and as last removed, the oldest first.
SELECT json_object('id', book.id, 'name', name,
           'authors', as_json((
               SELECT json_list(position, json_object('name', name), 'null')
               FROM (SELECT position, name FROM audiobook_authors WHERE audiobook_id = book.id ORDER BY position))),
           'narrators', as_json((
               SELECT json_list(position, json_object('name', name), 'null')
               FROM (SELECT position, name FROM audiobook_narrators WHERE audiobook_id = book.id ORDER BY position))),
           'edition', edition, 'publisher', publisher, 'description', description,
           'explicit', as_json(iif(explicit = 1, 'true', iif(explicit = 0, 'false', explicit))), 'media_type', media_type,
           'total_chapters', total_chapters, 'type', 'audiobook', 'uri', uri,
           'images', iif(book.image_url IS NULL, json('[]'), json_array(json_object('url', book.image_url))),
           '_sdc_deleted_at', iif(is_removal, ifnull(removed_at, substr(deletion_seen_at, 1, 19) || 'Z'), NULL)) AS saved_audiobooks,
       at AS time_extracted
FROM (SELECT *, number = 3 - (deletion_seen_at <= seen_at) * 2 AS is_removal,
             CASE number WHEN 0 THEN nullif(first_seen_at, seen_at)
                         WHEN 2 THEN seen_at ELSE deletion_seen_at END AS at
      FROM saved_audiobooks JOIN (SELECT 0 AS number UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3)
      WHERE number <> 1 + (deletion_seen_at <= seen_at) * 2) AS saved
CROSS JOIN audiobooks AS book ON book.id = audiobook_id
WHERE at <> '' AND at >= $since
ORDER BY audiobook_id;
