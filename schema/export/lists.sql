-- The lists of a library, those that are gone included: a file keeps its name when another list of the same name goes.
-- state: '' | 'gone' | 'unread', its contents are not known.
SELECT 'saved_tracks', NULL, 'tracks', 'Saved tracks', '', json_object()
UNION ALL
SELECT * FROM (
    SELECT 'playlist', id, 'tracks', name,
           CASE WHEN removed_at IS NOT NULL THEN 'gone'
                WHEN first_read_at IS NULL THEN 'unread' ELSE '' END,
           json_object('owner', owner_id, 'description', nullif(description, ''), 'uri', 'spotify:playlist:' || id)
    FROM (SELECT *, (SELECT min(seen_at) FROM playlist_readings WHERE playlist_id = id) AS first_read_at FROM playlists)
    ORDER BY first_read_at IS NULL, first_read_at, id)
UNION ALL
SELECT 'saved_albums', NULL, 'albums', 'Saved albums', '', json_object()
UNION ALL
SELECT 'listens', NULL, 'listens', 'Listens', '', json_object();
