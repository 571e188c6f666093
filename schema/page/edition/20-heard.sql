-- What was listened to. song: the number of a track; a number above all tracks is something else (an episode, or a row
-- without an id), numbered by what names it. It counts as a song if it has no id but a name.

CREATE TEMP TABLE others (number INTEGER PRIMARY KEY, key TEXT UNIQUE, name TEXT, artist TEXT, album TEXT, is_song INTEGER);

INSERT INTO others
SELECT (SELECT ifnull(max(rowid), 0) FROM main.tracks) + row_number() OVER (ORDER BY key), *
  FROM (SELECT iif(uri = '', names, uri) AS key, max(name), max(artist), max(album), uri = '' AND max(name) <> ''
          FROM main.streaming_history
         WHERE track_id IS NULL
         GROUP BY 1);

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

-- An album of which only its name and its artist's are known has a number below zero.
CREATE TEMP TABLE album_keys (number INTEGER PRIMARY KEY, key TEXT UNIQUE);

CREATE TEMP TABLE named_albums (song INTEGER PRIMARY KEY, key TEXT);

INSERT INTO named_albums
SELECT number, ifnull(artist_key, '') || char(10) || ifnull(told.album, others.album)
  FROM songs LEFT JOIN told USING (number) LEFT JOIN others USING (number)
 WHERE songs.album IS NULL AND ifnull(told.album, others.album) <> '';

INSERT OR IGNORE INTO album_keys (key) SELECT key FROM named_albums;

UPDATE songs SET album = -album_keys.number
  FROM named_albums JOIN album_keys USING (key)
 WHERE songs.number = song;

-- ms: how long, where it is known, and else the length of the track. skipped: NULL if it is not known.
CREATE TEMP TABLE plays_by_time (at INTEGER, song INTEGER, ms INTEGER, skipped INTEGER);

INSERT INTO plays_by_time
SELECT CAST(strftime('%s', listened_at) AS INTEGER), coalesce(tracks.rowid, others.number), coalesce(ms_played, duration_ms, 0),
       skipped
  FROM main.listens AS listen
  LEFT JOIN main.tracks ON tracks.id = listen.track_id
  LEFT JOIN others ON listen.track_id IS NULL
       AND key = iif(listen.uri = '', ifnull(listen.artist, '') || char(10) || ifnull(listen.name, ''), listen.uri);

-- What is no song has no recording. Each index has what is counted by its first column, so that nothing is sorted or looked
-- up to count it.
CREATE TEMP TABLE heard (
    at INTEGER, song INTEGER, ms INTEGER, skipped INTEGER, recording INTEGER, artist INTEGER, album INTEGER
);

INSERT INTO heard
SELECT at, song, ms, skipped, recording, artist, album
  FROM plays_by_time LEFT JOIN songs INDEXED BY song_facts ON songs.number = song
 WHERE at IS NOT NULL
 ORDER BY song;

DROP TABLE plays_by_time;

CREATE INDEX temp.heard_by_time ON heard (at, song, ms, recording);
CREATE INDEX temp.heard_by_recording ON heard (recording, song, at, ms, skipped);
CREATE INDEX temp.heard_by_artist ON heard (artist, at, ms, song);
CREATE INDEX temp.heard_by_album ON heard (album, at, ms, song);

-- Of each song and recording that was played, how often, and when that was first.
CREATE TEMP TABLE totals (song INTEGER PRIMARY KEY, plays INTEGER, first_at INTEGER);

INSERT INTO totals
SELECT song, count(*), min(at)
  FROM heard INDEXED BY heard_by_recording
 WHERE recording IS NOT NULL
 GROUP BY recording, song;

CREATE TEMP TABLE recordings (number INTEGER PRIMARY KEY, plays INTEGER, ms INTEGER, first_at INTEGER);

INSERT INTO recordings
SELECT recording, count(*), sum(ms), min(at)
  FROM heard INDEXED BY heard_by_recording
 WHERE recording IS NOT NULL
 GROUP BY recording;

CREATE INDEX temp.recordings_by_first ON recordings (first_at);

CREATE TEMP TABLE heard_artists (artist INTEGER PRIMARY KEY, first_at INTEGER);

INSERT INTO heard_artists
SELECT artist, min(at) FROM heard INDEXED BY heard_by_artist WHERE artist IS NOT NULL GROUP BY artist;

CREATE TEMP TABLE heard_albums (album INTEGER PRIMARY KEY);

INSERT INTO heard_albums
SELECT DISTINCT album FROM heard INDEXED BY heard_by_album WHERE album IS NOT NULL;

-- What was heard in quarters of an hour, of which every zone has whole ones.
CREATE TEMP TABLE quarters (at INTEGER PRIMARY KEY, plays INTEGER, ms INTEGER);

INSERT INTO quarters
SELECT at / 900 * 900, count(*), sum(ms) FROM heard INDEXED BY heard_by_time GROUP BY at / 900;

-- A session ends where nothing plays for half an hour.
CREATE TEMP TABLE sessions (began INTEGER, ms INTEGER);

INSERT INTO sessions
SELECT min(at), sum(ms)
  FROM (SELECT at, ms, session(at, ms) AS number
          FROM heard INDEXED BY heard_by_time
         ORDER BY at, song, ms
         LIMIT -1)
 GROUP BY number;

CREATE INDEX temp.sessions_by_time ON sessions (began);
