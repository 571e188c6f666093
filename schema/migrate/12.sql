-- Version 12: what a playlist was called, and in which order its items were, so that it can be said what has changed.
PRAGMA user_version = 12;

-- From when to when a playlist was seen under each name.
CREATE TABLE playlist_names (
    playlist_id TEXT NOT NULL REFERENCES playlists (id),
    name TEXT NOT NULL,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    PRIMARY KEY (playlist_id, name)
) STRICT;

-- Since when a playlist has had its name is not known: it counts as the first one.
INSERT INTO playlist_names (playlist_id, name, first_seen_at, last_seen_at)
SELECT id, name,
       min(seen_at,
           iif(items_doubted_seen_at = '', seen_at, items_doubted_seen_at),
           iif(items_refused_seen_at = '', seen_at, items_refused_seen_at),
           ifnull((SELECT min(reading.seen_at) FROM playlist_readings AS reading WHERE playlist_id = id), seen_at)),
       seen_at
FROM playlists
WHERE name IS NOT NULL AND seen_at <> '';

-- items_digest: of the items in their order. It belongs to the reading that showed it.
ALTER TABLE playlist_readings ADD COLUMN items_digest INTEGER;

UPDATE playlist_readings SET items_digest = playlists.items_digest
FROM playlists
WHERE playlists.id = playlist_id
    AND playlist_readings.seen_at = (SELECT max(seen_at) FROM playlist_readings AS newest WHERE newest.playlist_id = playlists.id);

-- What somebody has made of the tables does not hinder it.
PRAGMA legacy_alter_table = ON;
ALTER TABLE playlists DROP COLUMN items_digest;
PRAGMA legacy_alter_table = OFF;

-- That a playlist got another name; and that its items were read in another order, if none came or went. When a playlist
-- got back a name that it had before is not known: the time is that of the last sight of the other name.
CREATE VIEW playlist_changes (playlist_id, change, name, former_name, changed_at) AS
SELECT playlist_id, 'renamed', name, former_name, substr(first_seen_at, 1, 19) || 'Z'
FROM (SELECT *, lag(name) OVER (PARTITION BY playlist_id ORDER BY first_seen_at, last_seen_at, name) AS former_name
      FROM playlist_names)
WHERE former_name IS NOT NULL
UNION ALL
SELECT playlists.id, 'renamed', playlists.name, other.name, substr(other.last_seen_at, 1, 19) || 'Z'
FROM playlists
JOIN playlist_names AS own ON own.playlist_id = playlists.id AND own.name = playlists.name
JOIN playlist_names AS other ON other.playlist_id = playlists.id
WHERE (other.first_seen_at, other.last_seen_at, other.name) > (own.first_seen_at, own.last_seen_at, own.name)
    AND other.name = (SELECT name FROM playlist_names
                      WHERE playlist_id = playlists.id AND name <> own.name
                      ORDER BY last_seen_at DESC, name DESC LIMIT 1)
UNION ALL
SELECT playlists.id, 'reordered', name, NULL, substr(reading.seen_at, 1, 19) || 'Z'
FROM (SELECT *,
             lag(seen_at) OVER earlier AS earlier_seen_at, lag(items_digest) OVER earlier AS earlier_digest
      FROM playlist_readings
      WINDOW earlier AS (PARTITION BY playlist_id ORDER BY seen_at)) AS reading
JOIN playlists ON playlists.id = playlist_id
WHERE reading.items_digest <> earlier_digest
    AND NOT EXISTS (SELECT 1 FROM playlist_item_history AS item
                    WHERE item.playlist_id = reading.playlist_id
                        AND (first_seen_at > earlier_seen_at AND first_seen_at <= reading.seen_at
                             OR last_seen_at >= earlier_seen_at AND last_seen_at < reading.seen_at));
