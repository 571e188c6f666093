-- Version 6: what a list showed last time, how new the newest message is, how long a sync ran, and what
-- it stored.
PRAGMA user_version = 6;

-- reading: what the list's program remembers between runs (common/list/reading.h).
ALTER TABLE readings ADD COLUMN reading TEXT;

-- The newest time_extracted of all records that were stored: one row, none in an empty library. A
-- library that holds a time after the clock's is found by this row alone.
CREATE TABLE newest_message (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    time_extracted TEXT NOT NULL
) STRICT;

INSERT INTO newest_message (id, time_extracted)
SELECT 1, max(at)
FROM (SELECT max(seen_at) AS at FROM account
      UNION ALL SELECT max(max(seen_at), max(missed_seen_at)) FROM artists
      UNION ALL SELECT max(max(seen_at), max(missed_seen_at)) FROM albums
      UNION ALL SELECT max(seen_at) FROM tracks
      UNION ALL SELECT max(max(seen_at), max(deletion_seen_at)) FROM saved_tracks
      UNION ALL SELECT max(max(seen_at), max(deletion_seen_at)) FROM saved_albums
      UNION ALL SELECT max(max(seen_at), max(deletion_seen_at)) FROM followed_artists
      UNION ALL SELECT max(max(seen_at), max(deletion_seen_at), max(items_refused_seen_at)) FROM playlists
      UNION ALL SELECT max(seen_at) FROM playlist_readings)
HAVING max(at) > '';

-- seconds: how long the sync ran, without the time between its runs; NULL: not known.
ALTER TABLE sync_history ADD COLUMN seconds INTEGER;

-- The requests for the account, which belong to no phase.
ALTER TABLE sync_history ADD COLUMN account_requests INTEGER NOT NULL DEFAULT 0;

-- How many rows `store --count-for` made and changed, counted in the transaction that did so.
CREATE TABLE sync_counts (
    state_key TEXT NOT NULL,
    stream TEXT NOT NULL,
    new_items INTEGER NOT NULL,
    updated_items INTEGER NOT NULL,
    PRIMARY KEY (state_key, stream)
) STRICT, WITHOUT ROWID;

INSERT INTO sync_counts (state_key, stream, new_items, updated_items)
SELECT state_key, iif(entity_type = 'tracks', 'saved_tracks', entity_type), new_items, updated_items
FROM sync_state;

-- What is no id names nothing.
CREATE TEMP TABLE no_ids AS
SELECT id FROM (SELECT id FROM artists UNION SELECT id FROM albums UNION SELECT id FROM tracks)
WHERE id = '' OR length(id) > 22 OR id GLOB '*[^0-9A-Za-z]*';

UPDATE playlist_items SET track_id = NULL, kind = 'unavailable' WHERE track_id IN (SELECT id FROM no_ids);
UPDATE playlist_items_waiting SET track_id = NULL, kind = 'unavailable' WHERE track_id IN (SELECT id FROM no_ids);
UPDATE tracks SET album_id = NULL WHERE album_id IN (SELECT id FROM no_ids);
DELETE FROM track_artists WHERE artist_id IN (SELECT id FROM no_ids) OR track_id IN (SELECT id FROM no_ids);
DELETE FROM album_artists WHERE artist_id IN (SELECT id FROM no_ids) OR album_id IN (SELECT id FROM no_ids);
DELETE FROM artist_genres WHERE artist_id IN (SELECT id FROM no_ids);
DELETE FROM followed_artists WHERE artist_id IN (SELECT id FROM no_ids);
DELETE FROM saved_albums WHERE album_id IN (SELECT id FROM no_ids);
DELETE FROM saved_tracks WHERE track_id IN (SELECT id FROM no_ids);
DELETE FROM artists WHERE id IN (SELECT id FROM no_ids);
DELETE FROM albums WHERE id IN (SELECT id FROM no_ids);
DELETE FROM tracks WHERE id IN (SELECT id FROM no_ids);
DROP TABLE no_ids;

UPDATE playlists SET owner_id = NULL WHERE owner_id = '';
UPDATE playlist_items SET added_by = NULL WHERE added_by = '';
UPDATE playlist_items_waiting SET added_by = NULL WHERE added_by = '';

-- Of a playlist's items: what the newest reading of them showed, and the last doubt about them
-- (cmd/fetch-playlists/filing.h).
ALTER TABLE playlists ADD COLUMN items_digest INTEGER;
ALTER TABLE playlists ADD COLUMN items_doubted TEXT;
ALTER TABLE playlists ADD COLUMN items_doubted_seen_at TEXT NOT NULL DEFAULT '';

-- account_id: what stays when a user gets another name. Where both sides have one, it decides.
ALTER TABLE account ADD COLUMN account_id TEXT;
CREATE UNIQUE INDEX account_by_account_id ON account (account_id);
DROP TRIGGER account_is_one;
CREATE TRIGGER account_is_one BEFORE INSERT ON account
WHEN EXISTS (SELECT 1 FROM account
             WHERE iif(account_id IS NOT NULL AND new.account_id IS NOT NULL,
                       account_id <> new.account_id, user_id <> new.user_id))
BEGIN
    SELECT raise(ABORT, 'the library belongs to another account');
END;

-- ISRCs as they are compared: in capitals without hyphens.
UPDATE tracks SET isrc = nullif(upper(replace(isrc, '-', '')), '') WHERE isrc = '' OR isrc GLOB '*[-a-z]*';
UPDATE plays SET isrc = NULL WHERE isrc = '';

-- One play may have come as ...55Z and as ...55.000Z.
DELETE FROM plays AS twin
WHERE length(played_at) = 20
    AND EXISTS (SELECT 1 FROM plays WHERE played_at = substr(twin.played_at, 1, 19) || '.000Z'
                    AND track_id = twin.track_id);
DELETE FROM listen_matches WHERE (played_at, track_id) NOT IN (SELECT played_at, track_id FROM plays);
INSERT INTO listens_due (played_at, track_id)
SELECT played_at, track_id FROM plays
WHERE played_at LIKE '%.000Z' AND (played_at, track_id) NOT IN (SELECT played_at, track_id FROM listen_matches)
ON CONFLICT DO NOTHING;
