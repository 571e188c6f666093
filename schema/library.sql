-- A library, version 1. Times are UTC text: 2026-11-23T18:00:00Z in the columns that others read,
-- with six digits of a second in *seen_at, the times of the messages that a row was made from; ''
-- is before all of them. Text order is time order, so that the newest message wins by comparing.
PRAGMA application_id = 1936749433;
PRAGMA user_version = 1;

-- Whose library this is: one row.
CREATE TABLE account (
    user_id TEXT NOT NULL PRIMARY KEY,
    seen_at TEXT NOT NULL
) STRICT;

CREATE TRIGGER account_is_one BEFORE INSERT ON account
WHEN EXISTS (SELECT 1 FROM account WHERE user_id <> new.user_id)
BEGIN
    SELECT raise(ABORT, 'the library belongs to another account');
END;

-- fetched_at NULL: a stub, known only by what names it. unavailable_at: the API no longer knows the
-- id; a full object that is newer takes that back.
CREATE TABLE artists (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT,
    popularity INTEGER,
    followers INTEGER,
    fetched_at TEXT,
    seen_at TEXT NOT NULL DEFAULT '',
    missed_at TEXT,
    missed_seen_at TEXT NOT NULL DEFAULT '',
    unavailable_at TEXT AS (CASE WHEN missed_seen_at > iif(fetched_at IS NULL, '', seen_at) THEN missed_at END)
) STRICT;

CREATE TABLE artist_genres (
    artist_id TEXT NOT NULL REFERENCES artists (id),
    genre TEXT NOT NULL,
    PRIMARY KEY (artist_id, genre)
) STRICT;

CREATE TABLE albums (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT,
    album_type TEXT,
    release_date TEXT,
    release_date_precision TEXT,
    total_tracks INTEGER,
    label TEXT,
    popularity INTEGER,
    upc TEXT,
    fetched_at TEXT,
    missed_at TEXT,
    missed_seen_at TEXT NOT NULL DEFAULT '',
    seen_at TEXT NOT NULL DEFAULT '',
    unavailable_at TEXT AS (CASE WHEN missed_seen_at > iif(fetched_at IS NULL, '', seen_at) THEN missed_at END)
) STRICT;

CREATE TABLE album_artists (
    album_id TEXT NOT NULL REFERENCES albums (id),
    position INTEGER NOT NULL,
    artist_id TEXT NOT NULL REFERENCES artists (id),
    PRIMARY KEY (album_id, position)
) STRICT;

CREATE TABLE tracks (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT,
    album_id TEXT REFERENCES albums (id),
    duration_ms INTEGER,
    explicit INTEGER,
    disc_number INTEGER,
    track_number INTEGER,
    popularity INTEGER,
    isrc TEXT,
    uri TEXT,
    fetched_at TEXT,
    seen_at TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE track_artists (
    track_id TEXT NOT NULL REFERENCES tracks (id),
    position INTEGER NOT NULL,
    artist_id TEXT NOT NULL REFERENCES artists (id),
    PRIMARY KEY (track_id, position)
) STRICT;

-- What is saved, followed or listed keeps its newest sight and its newest deletion apart, so that
-- archives can be stored in any order; removed_at shows the deletion where that is the newer.
CREATE TABLE saved_tracks (
    track_id TEXT NOT NULL PRIMARY KEY REFERENCES tracks (id),
    added_at TEXT,
    place INTEGER,
    seen_at TEXT NOT NULL DEFAULT '',
    deleted_at TEXT,
    deletion_seen_at TEXT NOT NULL DEFAULT '',
    removed_at TEXT AS (CASE WHEN deletion_seen_at > seen_at THEN deleted_at END)
) STRICT;

CREATE TABLE saved_albums (
    album_id TEXT NOT NULL PRIMARY KEY REFERENCES albums (id),
    added_at TEXT,
    seen_at TEXT NOT NULL DEFAULT '',
    deleted_at TEXT,
    deletion_seen_at TEXT NOT NULL DEFAULT '',
    removed_at TEXT AS (CASE WHEN deletion_seen_at > seen_at THEN deleted_at END)
) STRICT;

CREATE TABLE followed_artists (
    artist_id TEXT NOT NULL PRIMARY KEY REFERENCES artists (id),
    seen_at TEXT NOT NULL DEFAULT '',
    deleted_at TEXT,
    deletion_seen_at TEXT NOT NULL DEFAULT '',
    removed_at TEXT AS (CASE WHEN deletion_seen_at > seen_at THEN deleted_at END)
) STRICT;

CREATE TABLE plays (
    played_at TEXT NOT NULL,
    track_id TEXT NOT NULL REFERENCES tracks (id),
    context_uri TEXT,
    PRIMARY KEY (played_at, track_id)
) STRICT;

CREATE TABLE playlists (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT,
    description TEXT,
    owner_id TEXT,
    public INTEGER,
    collaborative INTEGER,
    snapshot_id TEXT,
    items_snapshot_id TEXT,
    items_refused_snapshot_id TEXT,
    total_items INTEGER,
    fetched_at TEXT,
    seen_at TEXT NOT NULL DEFAULT '',
    deleted_at TEXT,
    deletion_seen_at TEXT NOT NULL DEFAULT '',
    removed_at TEXT AS (CASE WHEN deletion_seen_at > seen_at THEN deleted_at END)
) STRICT;

CREATE TABLE playlist_items (
    playlist_id TEXT NOT NULL REFERENCES playlists (id),
    position INTEGER NOT NULL,
    added_at TEXT,
    added_by TEXT,
    kind TEXT,
    track_id TEXT REFERENCES tracks (id),
    uri TEXT,
    name TEXT,
    PRIMARY KEY (playlist_id, position)
) STRICT;

-- Items wait here for their playlist's record, which swaps the contents in one step.
CREATE TABLE playlist_items_waiting (
    playlist_id TEXT NOT NULL,
    snapshot_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    added_at TEXT,
    added_by TEXT,
    kind TEXT,
    track_id TEXT,
    uri TEXT,
    name TEXT,
    seen_at TEXT NOT NULL,
    PRIMARY KEY (playlist_id, snapshot_id, position)
) STRICT;

-- When a playlist's contents were read, and from when to when each item was among them. copy tells
-- the twins of one item apart.
CREATE TABLE playlist_readings (
    playlist_id TEXT NOT NULL REFERENCES playlists (id),
    seen_at TEXT NOT NULL,
    snapshot_id TEXT NOT NULL,
    PRIMARY KEY (playlist_id, seen_at)
) STRICT;

CREATE TABLE playlist_item_history (
    playlist_id TEXT NOT NULL REFERENCES playlists (id),
    uri TEXT NOT NULL,
    added_at TEXT NOT NULL,
    copy INTEGER NOT NULL,
    name TEXT,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    PRIMARY KEY (playlist_id, uri, added_at, copy)
) STRICT;

-- What came into a playlist after its first reading, and what went; changed_at is the reading that
-- showed it.
CREATE VIEW playlist_item_changes (playlist_id, uri, name, change, changed_at) AS
SELECT playlist_id, uri, name, 'added', substr(first_seen_at, 1, 19) || 'Z'
FROM playlist_item_history AS item
WHERE first_seen_at > (SELECT min(seen_at) FROM playlist_readings AS reading
                       WHERE reading.playlist_id = item.playlist_id)
UNION ALL
SELECT item.playlist_id, uri, name, 'removed', substr(min(reading.seen_at), 1, 19) || 'Z'
FROM playlist_item_history AS item
JOIN playlist_readings AS reading
    ON reading.playlist_id = item.playlist_id AND reading.seen_at > item.last_seen_at
GROUP BY item.playlist_id, uri, added_at, copy;

-- What the driver keeps of its runs.
CREATE TABLE sync_history (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    started_at TEXT NOT NULL,
    completed_at TEXT,
    requests INTEGER NOT NULL DEFAULT 0,
    new_items INTEGER NOT NULL DEFAULT 0,
    updated_items INTEGER NOT NULL DEFAULT 0,
    last_error TEXT
) STRICT;

CREATE TABLE sync_state (
    state_key TEXT NOT NULL PRIMARY KEY,
    entity_type TEXT NOT NULL,
    current_offset INTEGER,
    total_items INTEGER,
    items_processed INTEGER,
    requests INTEGER NOT NULL DEFAULT 0,
    new_items INTEGER NOT NULL DEFAULT 0,
    updated_items INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL,
    gaps TEXT,
    last_error TEXT,
    rate_limit_reset_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    completed_at TEXT
) STRICT;
