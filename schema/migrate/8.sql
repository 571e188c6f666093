-- Version 8: when a row of the streaming history began, in a column that every tool sees.
PRAGMA user_version = 8;

DROP INDEX streaming_history_by_start;
PRAGMA legacy_alter_table = ON;
ALTER TABLE streaming_history DROP COLUMN started_at;
PRAGMA legacy_alter_table = OFF;
ALTER TABLE streaming_history ADD COLUMN started_at TEXT;
UPDATE streaming_history SET
    started_at = strftime('%Y-%m-%dT%H:%M:%SZ', (strftime('%s', ts) * 1000 - ms_played) / 1000,
                          'unixepoch');
CREATE INDEX streaming_history_by_start ON streaming_history (started_at);
