-- Version 4: whose limit holds a phase. 'app' is a limit of the app's at Spotify, which holds every sync; 'budget' is
-- one that somebody chose for a sync, and holds no other.
PRAGMA user_version = 4;

ALTER TABLE sync_state ADD COLUMN limit_kind TEXT;

UPDATE sync_state SET limit_kind = iif(last_error IS NULL, 'app', 'budget') WHERE status = 'RateLimited';
