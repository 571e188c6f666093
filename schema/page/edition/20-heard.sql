-- What was listened to. song: the number of a track; a number above all tracks is something else (an episode, or a row
-- without an id), numbered by what names it. It counts as a song if it has no id but a name.

CREATE TEMP TABLE others (number INTEGER PRIMARY KEY, key TEXT UNIQUE, name TEXT, artist TEXT, album TEXT, is_song INTEGER);

INSERT INTO others
SELECT (SELECT ifnull(max(rowid), 0) FROM main.tracks) + row_number() OVER (ORDER BY key), *
  FROM (SELECT iif(uri = '', names, uri) AS key, max(name), max(artist), max(album), uri = '' AND max(name) <> ''
          FROM main.streaming_history
         WHERE track_id IS NULL
         GROUP BY 1);

-- ms: how long, where it is known, and else the length of the track. skipped: NULL if it is not known.
CREATE TEMP TABLE heard (at INTEGER, song INTEGER, ms INTEGER, skipped INTEGER);

INSERT INTO heard
SELECT CAST(strftime('%s', listened_at) AS INTEGER),
       coalesce(tracks.rowid, others.number), coalesce(ms_played, duration_ms, 0), skipped
  FROM main.listens AS listen
  LEFT JOIN main.tracks ON tracks.id = listen.track_id
  LEFT JOIN others ON listen.track_id IS NULL
       AND key = iif(listen.uri = '', ifnull(listen.artist, '') || char(10) || ifnull(listen.name, ''), listen.uri)
 WHERE listened_at IS NOT NULL;

CREATE INDEX temp.heard_by_time ON heard (at, song, ms, skipped);
CREATE INDEX temp.heard_by_song ON heard (song, at, ms, skipped);

-- Of each song, all its plays. known_skips: those of which it is known whether they were skipped.
CREATE TEMP TABLE totals (
    song INTEGER PRIMARY KEY, plays INTEGER, ms INTEGER, skips INTEGER, known_skips INTEGER, first_at INTEGER
);

INSERT INTO totals
SELECT song, count(*), sum(ms), sum(skipped), count(skipped), min(at)
  FROM heard INDEXED BY heard_by_song
 WHERE song IS NOT NULL
 GROUP BY song;

INSERT OR IGNORE INTO artist_keys (key) SELECT fold(artist) FROM others WHERE is_song AND fold(artist) <> '';

-- A row that names only artist and title is of the recording of these, if there is exactly one.
INSERT INTO songs
SELECT others.number,
       ifnull((SELECT min(recording) FROM songs AS song
                WHERE song.name_key = fold(others.name) AND song.artist_key = fold(others.artist)
               HAVING min(recording) = max(recording)), others.number),
       ifnull((SELECT min(number) FROM artist_names WHERE name_key = fold(others.artist) HAVING count(*) = 1),
              (SELECT -number FROM artist_keys WHERE key = fold(others.artist))),
       fold(others.artist), fold(others.name), NULL
  FROM others
 WHERE is_song;

-- Of each recording that was played, when that was first.
CREATE TEMP TABLE recordings (number INTEGER PRIMARY KEY, plays INTEGER, ms INTEGER, first_at INTEGER);

INSERT INTO recordings
SELECT recording, sum(plays), sum(ms), min(first_at) FROM totals JOIN songs ON number = song GROUP BY recording;

CREATE INDEX temp.recordings_by_first ON recordings (first_at);

-- The same in quarters of an hour, of which every zone has whole ones.
CREATE TEMP TABLE quarters (at INTEGER PRIMARY KEY, plays INTEGER, ms INTEGER);

INSERT INTO quarters
SELECT at / 900 * 900, count(*), sum(ms) FROM heard INDEXED BY heard_by_time WHERE at IS NOT NULL GROUP BY at / 900;

-- A session ends where nothing plays for half an hour.
CREATE TEMP TABLE sessions (began INTEGER, plays INTEGER, ms INTEGER);

INSERT INTO sessions
SELECT min(at), count(*), sum(ms)
  FROM (SELECT at, ms, session(at, ms) AS number
          FROM heard INDEXED BY heard_by_time
         WHERE at IS NOT NULL
         ORDER BY at, song, ms
         LIMIT -1)
 GROUP BY number;

CREATE INDEX temp.sessions_by_time ON sessions (began);
