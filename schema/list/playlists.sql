-- The playlists by name.
SELECT json_object('name', name, 'owner', owner_id, 'items', total_items, 'description', description, 'public', public,
                   'collaborative', collaborative, 'playlist_id', id, 'uri', 'spotify:playlist:' || id),
       name AS "Playlist", total_items AS "Items", owner_id AS "Owner", id AS "Id"
FROM playlists
WHERE removed_at IS NULL
ORDER BY name COLLATE NOCASE, id
LIMIT :limit;
