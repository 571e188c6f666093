-- The ids of the playlists that :words mean: those of exactly this name; if there is none, those of it in other capitals; or
-- the one of this id, URI or address.
WITH present AS (SELECT id, name FROM playlists WHERE removed_at IS NULL)
SELECT id FROM present WHERE name = :words
UNION
SELECT id FROM present
WHERE name = :words COLLATE NOCASE AND NOT EXISTS (SELECT 1 FROM present WHERE name = :words)
UNION
SELECT id FROM present
WHERE id = :words OR 'spotify:playlist:' || id = :words
    OR :words LIKE 'https://open.spotify.com/%playlist/' || id || '%';
