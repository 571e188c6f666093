-- Version 11: since when an artist is known to be followed, which the API does not say.
PRAGMA user_version = 11;

ALTER TABLE followed_artists ADD COLUMN first_seen_at TEXT;

-- When those of before were first seen is not known: they count as found by the first sync.
UPDATE followed_artists
SET first_seen_at = min(seen_at, ifnull((SELECT substr(min(started_at), 1, 19) || '.000000Z' FROM sync_history), seen_at))
WHERE seen_at <> '';
