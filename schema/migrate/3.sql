-- Version 3: when a playlist's contents were last refused, so that a newer reading of them, or a newer
-- refusal, counts in whatever order archives are stored.
PRAGMA user_version = 3;

ALTER TABLE playlists ADD COLUMN items_refused_seen_at TEXT NOT NULL DEFAULT '';
