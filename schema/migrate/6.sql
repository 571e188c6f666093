-- Version 6: what a list showed last time, how new the newest message is, what a sync took and stored; ids, ISRCs and
-- times in one form; deletions in columns that every tool sees; an account by its account_id.
PRAGMA user_version = 6;

-- reading: what the list's program remembers between runs (common/list/reading.h).
ALTER TABLE readings ADD COLUMN reading TEXT;

-- The places that hold nothing are part of it.
INSERT OR REPLACE INTO readings (stream, completed_at, reading)
SELECT 'saved_tracks', updated_at,
       json_object('total', total_items, 'hidden', json_array_length(gaps), 'gaps', json(gaps))
FROM sync_state
WHERE entity_type = 'tracks' AND json_valid(gaps) AND total_items IS NOT NULL
ORDER BY updated_at DESC, rowid DESC LIMIT 1;

ALTER TABLE sync_state DROP COLUMN gaps;

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

-- When something was removed or found unavailable, as columns that every tool sees. `store` keeps them: the newest
-- deletion shows if it is newer than the newest sight.
PRAGMA legacy_alter_table = ON;
ALTER TABLE saved_tracks DROP COLUMN removed_at;
ALTER TABLE saved_tracks ADD COLUMN removed_at TEXT;
UPDATE saved_tracks SET removed_at = deleted_at WHERE deletion_seen_at > seen_at;
ALTER TABLE saved_albums DROP COLUMN removed_at;
ALTER TABLE saved_albums ADD COLUMN removed_at TEXT;
UPDATE saved_albums SET removed_at = deleted_at WHERE deletion_seen_at > seen_at;
ALTER TABLE followed_artists DROP COLUMN removed_at;
ALTER TABLE followed_artists ADD COLUMN removed_at TEXT;
UPDATE followed_artists SET removed_at = deleted_at WHERE deletion_seen_at > seen_at;
ALTER TABLE playlists DROP COLUMN removed_at;
ALTER TABLE playlists ADD COLUMN removed_at TEXT;
UPDATE playlists SET removed_at = deleted_at WHERE deletion_seen_at > seen_at;
ALTER TABLE artists DROP COLUMN unavailable_at;
ALTER TABLE artists ADD COLUMN unavailable_at TEXT;
UPDATE artists SET unavailable_at = missed_at
WHERE missed_seen_at > iif(fetched_at IS NULL, '', seen_at);
ALTER TABLE albums DROP COLUMN unavailable_at;
ALTER TABLE albums ADD COLUMN unavailable_at TEXT;
UPDATE albums SET unavailable_at = missed_at
WHERE missed_seen_at > iif(fetched_at IS NULL, '', seen_at);
PRAGMA legacy_alter_table = OFF;

-- A reference with its column, for tools that expect one.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'REFERENCES tracks,', 'REFERENCES tracks (id),')
WHERE name = 'streaming_history';
PRAGMA writable_schema = RESET;

-- called: what tells items apart whose uri does not; else ''. isrc: the recording, under whatever id.
ALTER TABLE playlist_items_waiting ADD COLUMN isrc TEXT;
DROP VIEW playlist_item_changes;
ALTER TABLE playlist_item_history RENAME TO old_item_history;

CREATE TABLE playlist_item_history (
    playlist_id TEXT NOT NULL REFERENCES playlists (id),
    uri TEXT NOT NULL,
    added_at TEXT NOT NULL,
    called TEXT NOT NULL,
    copy INTEGER NOT NULL,
    name TEXT,
    isrc TEXT,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    PRIMARY KEY (playlist_id, uri, added_at, called, copy)
) STRICT;

INSERT INTO playlist_item_history (playlist_id, uri, added_at, called, copy, name, isrc,
                                   first_seen_at, last_seen_at)
SELECT playlist_id, uri, added_at, called,
       row_number() OVER (PARTITION BY playlist_id, uri, added_at, called ORDER BY copy),
       name, (SELECT isrc FROM tracks WHERE id = substr(old.uri, 15) AND old.uri LIKE 'spotify:track:%'),
       first_seen_at, last_seen_at
FROM (SELECT *, iif(uri LIKE 'spotify:local:%' OR uri LIKE '%:null', ifnull(name, ''), '') AS called
      FROM old_item_history) AS old;

DROP TABLE old_item_history;

-- What came into a playlist after its first reading, and what went; changed_at is the reading that
-- showed it. Spotify may replace a track by another of the same recording, which keeps its added_at:
-- that is no change. So an item was added unless its recording was there before, and of the items of
-- a recording that a reading no longer shows, as many were removed as the recording has fewer.
CREATE VIEW playlist_item_changes (playlist_id, uri, name, change, changed_at) AS
WITH items AS (
    SELECT *, count(*) OVER of_recording AS versions, min(first_seen_at) OVER of_recording AS since
    FROM (SELECT *, iif(isrc IS NULL OR added_at = '', rowid, isrc) AS recording
          FROM playlist_item_history)
    WINDOW of_recording AS (PARTITION BY playlist_id, added_at, recording)),
gone AS (
    SELECT items.*, min(reading.seen_at) AS gone_at
    FROM items
    JOIN playlist_readings AS reading
        ON reading.playlist_id = items.playlist_id AND reading.seen_at > last_seen_at
    GROUP BY items.playlist_id, uri, added_at, called, copy)
SELECT playlist_id, uri, name, 'added', substr(first_seen_at, 1, 19) || 'Z'
FROM items
WHERE first_seen_at = since
    AND first_seen_at > (SELECT min(seen_at) FROM playlist_readings AS reading
                         WHERE reading.playlist_id = items.playlist_id)
UNION ALL
SELECT playlist_id, uri, name, 'removed', substr(gone_at, 1, 19) || 'Z'
FROM (SELECT *, row_number() OVER (PARTITION BY playlist_id, added_at, recording, last_seen_at
                                   ORDER BY uri, copy) AS number
      FROM gone) AS item
WHERE versions = 1
    OR number <= (SELECT min(count(*) FILTER (WHERE first_seen_at = item.since),
                             count(*) FILTER (WHERE item.last_seen_at BETWEEN first_seen_at AND last_seen_at))
                         - min(count(*) FILTER (WHERE first_seen_at = item.since),
                               count(*) FILTER (WHERE item.gone_at BETWEEN first_seen_at AND last_seen_at))
                  FROM playlist_item_history AS version
                  WHERE version.playlist_id = item.playlist_id AND version.added_at = item.added_at
                      AND version.isrc = item.isrc);

-- The next sync reads again what may be filed under a snapshot that it is not of, and asks again for the items of the
-- user's own playlists that were refused.
UPDATE playlists SET items_snapshot_id = NULL
WHERE total_items <> (SELECT count(*) FROM playlist_items WHERE playlist_id = playlists.id);
UPDATE playlists SET items_refused_snapshot_id = NULL, items_refused_seen_at = ''
WHERE items_refused_snapshot_id IS NOT NULL
    AND ifnull(owner_id, '') = ifnull((SELECT user_id FROM account), ifnull(owner_id, ''));
