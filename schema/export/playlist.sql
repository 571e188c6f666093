-- An item that is no track has its own name and address; one without either is not there any more.
SELECT json_object('kind', kind, 'uri', uri, 'name', name),
       CASE kind WHEN 'track' THEN (SELECT track FROM exported_tracks WHERE track_id = item.track_id) END,
       json_object('added_at', added_at, 'added_by', added_by)
FROM playlist_items AS item
WHERE playlist_id = :id AND (uri IS NOT NULL OR name IS NOT NULL OR track_id IS NOT NULL)
ORDER BY position;
