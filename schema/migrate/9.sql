-- Version 9: the addresses of covers; and rows that no message could make as they are, put into the form of those that
-- messages make.
PRAGMA user_version = 9;

-- image_url: the largest image.
ALTER TABLE artists ADD COLUMN image_url TEXT;
ALTER TABLE albums ADD COLUMN image_url TEXT;
ALTER TABLE playlists ADD COLUMN image_url TEXT;
ALTER TABLE shows ADD COLUMN image_url TEXT;
ALTER TABLE episodes ADD COLUMN image_url TEXT;
ALTER TABLE audiobooks ADD COLUMN image_url TEXT;

-- What is known by its id alone has not been seen.
UPDATE artists SET seen_at = '' WHERE fetched_at IS NULL AND name IS NULL AND seen_at <> '';
UPDATE albums SET seen_at = '' WHERE fetched_at IS NULL AND name IS NULL AND seen_at <> '';
UPDATE shows SET seen_at = '' WHERE fetched_at IS NULL AND name IS NULL AND seen_at <> '';

-- A track that the streaming history names has the URI that it has there, whatever was stored first.
UPDATE tracks SET uri = past.uri
FROM (SELECT track_id, max(uri) AS uri FROM streaming_history WHERE uri <> '' GROUP BY track_id) AS past
WHERE past.track_id = tracks.id AND fetched_at IS NULL AND tracks.uri IS NULL;

-- A refusal is as new as the playlist. Items that are filed under no snapshot are in doubt.
UPDATE playlists SET items_refused_seen_at = seen_at
WHERE items_refused_snapshot_id IS NOT NULL AND items_refused_seen_at = '';

UPDATE playlists SET
    items_doubted = ifnull(total_items, 0) || '/' || (SELECT count(*) FROM playlist_items WHERE playlist_id = playlists.id),
    items_doubted_seen_at = (SELECT max(playlists.seen_at, substr(max(seen_at), 1, 19) || '.999999Z')
                             FROM playlist_readings WHERE playlist_id = playlists.id)
WHERE items_snapshot_id IS NULL
    AND items_doubted_seen_at <= (SELECT max(seen_at) FROM playlist_readings WHERE playlist_id = playlists.id);

UPDATE playlists SET seen_at = items_doubted_seen_at WHERE items_doubted_seen_at > seen_at;
