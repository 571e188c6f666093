-- Which tracks are one recording under several ids: those of one ISRC, and those of one artist, title and length. Tracks
-- are numbered as in the table; `recording` is the least number of those that are one.

CREATE TEMP TABLE artist_names (number INTEGER PRIMARY KEY, name TEXT, name_key TEXT);

INSERT INTO artist_names SELECT rowid, name, fold(name) FROM main.artists;

CREATE INDEX temp.artist_names_by_name ON artist_names (name_key);

-- Who plays on what, by numbers, which are near each other where ids are not.
CREATE TEMP TABLE song_artists (number INTEGER, position INTEGER, artist INTEGER, PRIMARY KEY (number, position)) WITHOUT ROWID;

INSERT INTO song_artists
SELECT tracks.rowid, position, artists.rowid
  FROM main.track_artists
 CROSS JOIN main.tracks ON tracks.id = track_id
 CROSS JOIN main.artists ON artists.id = artist_id;

CREATE INDEX temp.song_artists_by_artist ON song_artists (artist);

-- What only the streaming history knows of a track.
CREATE TEMP TABLE stubs (id TEXT PRIMARY KEY, number INTEGER) WITHOUT ROWID;

INSERT INTO stubs
SELECT id, rowid
  FROM main.tracks
 WHERE album_id IS NULL AND NOT EXISTS (SELECT 1 FROM song_artists WHERE number = tracks.rowid);

CREATE TEMP TABLE told (number INTEGER PRIMARY KEY, artist TEXT, album TEXT);

INSERT INTO told
SELECT number, max(artist), max(album)
  FROM (SELECT number, artist, album FROM main.streaming_history CROSS JOIN stubs ON stubs.id = track_id
        UNION ALL
        SELECT number, artist, album FROM main.plays CROSS JOIN stubs ON stubs.id = track_id)
 GROUP BY number;

-- artist: the number of the first one, below zero if only the name is known; NULL: not known.
CREATE TEMP TABLE songs (
    number INTEGER PRIMARY KEY,
    recording INTEGER,
    artist INTEGER,
    artist_key TEXT,
    name_key TEXT,
    album INTEGER
);

INSERT INTO songs
SELECT number, number, artist, (SELECT name_key FROM artist_names WHERE artist_names.number = artist), name_key, album
  FROM (SELECT tracks.rowid AS number, fold(name) AS name_key,
               (SELECT artist FROM song_artists WHERE number = tracks.rowid ORDER BY position LIMIT 1) AS artist,
               (SELECT albums.rowid FROM main.albums WHERE albums.id = album_id) AS album
          FROM main.tracks);

CREATE INDEX temp.songs_by_album ON songs (album);

-- The artist of a stub is the one of that name, if there is exactly one.
UPDATE songs SET
    artist_key = fold(told.artist),
    artist = (SELECT min(number) FROM artist_names WHERE name_key = fold(told.artist) HAVING count(*) = 1)
  FROM told
 WHERE told.number = songs.number AND songs.artist_key IS NULL;

CREATE TEMP TABLE artist_keys (number INTEGER PRIMARY KEY, key TEXT UNIQUE);

INSERT OR IGNORE INTO artist_keys (key) SELECT artist_key FROM songs WHERE artist IS NULL AND artist_key <> '';

UPDATE songs SET artist = -artist_keys.number FROM artist_keys WHERE artist IS NULL AND artist_key = key;

SELECT count(unite(first, number))
  FROM (SELECT rowid AS number, min(rowid) OVER (PARTITION BY isrc) AS first FROM main.tracks WHERE isrc IS NOT NULL)
 WHERE number > first;

-- Lengths may differ by a second.
SELECT count(unite(previous, number))
  FROM (SELECT songs.number, duration_ms - lag(duration_ms) OVER same AS longer, lag(songs.number) OVER same AS previous
          FROM songs JOIN main.tracks ON tracks.rowid = songs.number
         WHERE name_key <> '' AND artist_key <> '' AND duration_ms > 0
        WINDOW same AS (PARTITION BY artist_key, name_key ORDER BY duration_ms, songs.number))
 WHERE longer <= 1000;

-- A track without a length is the recording of its artist and title, if there is exactly one.
SELECT count(unite(only, number))
  FROM (SELECT songs.number,
               min(united(songs.number)) FILTER (WHERE duration_ms > 0) OVER same AS only,
               max(united(songs.number)) FILTER (WHERE duration_ms > 0) OVER same AS last, duration_ms
          FROM songs JOIN main.tracks ON tracks.rowid = songs.number
         WHERE name_key <> '' AND artist_key <> ''
        WINDOW same AS (PARTITION BY artist_key, name_key))
 WHERE ifnull(duration_ms, 0) <= 0 AND only = last;

UPDATE songs SET recording = united(number) WHERE united(number) <> number;

CREATE INDEX temp.songs_by_recording ON songs (recording);
-- What plays need of a song.
CREATE INDEX temp.song_facts ON songs (number, recording, artist, album);

-- The tracks that are saved now.
CREATE TEMP TABLE saved_songs (number INTEGER PRIMARY KEY);

INSERT OR IGNORE INTO saved_songs
SELECT tracks.rowid FROM main.saved_tracks CROSS JOIN main.tracks ON tracks.id = track_id WHERE removed_at IS NULL;
