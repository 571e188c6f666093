-- Version 5: the streaming history that Spotify hands out, and which of its rows and which plays of
-- the API are one.
PRAGMA user_version = 5;

-- names: '' where there is a uri, else what tells apart the rows that have none. precision: what the
-- times are whole numbers of; 'minute' in the account data, else 'second'.
CREATE TABLE streaming_history (
    ts TEXT NOT NULL,
    uri TEXT NOT NULL,
    ms_played INTEGER NOT NULL,
    names TEXT NOT NULL,
    kind TEXT,
    track_id TEXT REFERENCES tracks,
    name TEXT,
    artist TEXT,
    album TEXT,
    reason_start TEXT,
    reason_end TEXT,
    shuffle INTEGER,
    skipped INTEGER,
    offline INTEGER,
    incognito INTEGER,
    platform TEXT,
    country TEXT,
    precision TEXT,
    started_at TEXT AS (
        strftime('%Y-%m-%dT%H:%M:%SZ', (strftime('%s', ts) * 1000 - ms_played) / 1000, 'unixepoch')
    ),
    PRIMARY KEY (ts, uri, ms_played, names)
) STRICT, WITHOUT ROWID;

CREATE INDEX streaming_history_by_start ON streaming_history (started_at);

-- What a play said of its track, which may be known by another id or be gone later. isrc: as it is
-- compared, in capitals without hyphens.
ALTER TABLE plays ADD COLUMN name TEXT;
ALTER TABLE plays ADD COLUMN artist TEXT;
ALTER TABLE plays ADD COLUMN album TEXT;
ALTER TABLE plays ADD COLUMN isrc TEXT;

UPDATE plays SET
    name = (SELECT name FROM tracks WHERE id = track_id),
    artist = (SELECT name FROM track_artists AS link JOIN artists ON id = artist_id
              WHERE link.track_id = plays.track_id AND position = 0),
    album = (SELECT albums.name FROM tracks JOIN albums ON albums.id = album_id
             WHERE tracks.id = track_id),
    isrc = (SELECT upper(replace(isrc, '-', '')) FROM tracks WHERE id = track_id);

CREATE INDEX plays_by_isrc ON plays (isrc) WHERE isrc IS NOT NULL;

-- The plays that may be a row, and how many seconds lie between. The API gives the end of a play or
-- its start; a time in minutes is any second of its minute, and counts only for want of a better.
CREATE VIEW listen_candidates (played_at, track_id, ts, uri, ms_played, names, started_at, distance)
AS SELECT play.played_at, play.track_id, ts, uri, ms_played, names, started_at,
       iif(precision = 'minute', 1000, 0)
           + min(abs(strftime('%s', play.played_at) - strftime('%s', ts)
                     - iif(precision = 'minute', 30, 0)),
                 abs(strftime('%s', play.played_at) - strftime('%s', started_at)
                     - iif(precision = 'minute', 30, 0)))
FROM plays AS play
JOIN streaming_history AS past
WHERE (past.track_id = play.track_id
       OR (past.name = play.name AND past.artist = play.artist)
       OR play.isrc = (SELECT upper(replace(isrc, '-', '')) FROM tracks WHERE id = past.track_id))
    AND min(abs(strftime('%s', play.played_at) - strftime('%s', ts)
                - iif(precision = 'minute', 30, 0)),
            abs(strftime('%s', play.played_at) - strftime('%s', started_at)
                - iif(precision = 'minute', 30, 0)))
        <= iif(precision = 'minute', 90, 60);

-- Which play is which row, one to one; store keeps it to what the two tables hold. Due are the plays
-- that have to be looked at again before a commit.
CREATE TABLE listen_matches (
    played_at TEXT NOT NULL,
    track_id TEXT NOT NULL,
    ts TEXT NOT NULL,
    uri TEXT NOT NULL,
    ms_played INTEGER NOT NULL,
    names TEXT NOT NULL,
    PRIMARY KEY (played_at, track_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX listen_matches_by_row ON listen_matches (uri, ts, ms_played, names);

CREATE TABLE listens_due (
    played_at TEXT NOT NULL,
    track_id TEXT NOT NULL,
    PRIMARY KEY (played_at, track_id)
) STRICT, WITHOUT ROWID;

-- A row in minutes is left aside where rows in seconds stand around it, no more than a month apart:
-- they have the same play.
CREATE VIEW streaming_history_once AS
SELECT * FROM streaming_history AS past
WHERE precision IS NOT 'minute'
    OR ifnull(julianday((SELECT min(ts) FROM streaming_history AS next
                         WHERE next.ts >= past.ts AND next.precision IS NOT 'minute'))
              - julianday((SELECT max(ts) FROM streaming_history AS previous
                           WHERE previous.ts < strftime('%Y-%m-%dT%H:%M:%SZ', past.ts, '+60 seconds')
                               AND previous.precision IS NOT 'minute')) > 31, 1);

-- Every play once, whether the API, the export or both have it. listened_at: the start, where it is
-- known.
CREATE VIEW listens (listened_at, uri, track_id, name, artist, album, ms_played, skipped, source) AS
SELECT started_at, uri, track_id,
       ifnull(name, (SELECT name FROM tracks WHERE id = track_id)), artist, album, ms_played, skipped,
       CASE WHEN EXISTS (SELECT 1 FROM listen_matches AS match
                         WHERE match.uri = past.uri AND match.ts = past.ts
                             AND match.ms_played = past.ms_played AND match.names = past.names)
            THEN 'both' WHEN precision = 'minute' THEN 'account' ELSE 'export' END
FROM streaming_history_once AS past
UNION ALL
SELECT played_at, 'spotify:track:' || track_id, track_id,
       ifnull(name, (SELECT name FROM tracks WHERE id = track_id)), artist, album, NULL, NULL, 'api'
FROM plays AS play
WHERE NOT EXISTS (SELECT 1 FROM listen_matches AS match
                  JOIN streaming_history_once USING (ts, uri, ms_played, names)
                  WHERE match.played_at = play.played_at AND match.track_id = play.track_id);
