-- Which tracks are one recording under several ids: those of one ISRC, and those of one artist, title and length. Tracks
-- are numbered as in the table; `recording` is the least number of those that are one.

CREATE TEMP TABLE artist_names (number INTEGER PRIMARY KEY, name_key TEXT);

INSERT INTO artist_names SELECT rowid, fold(name) FROM main.artists;

CREATE INDEX temp.artist_names_by_name ON artist_names (name_key);

-- The artist of a track that only the streaming history knows is the one of this name, if there is exactly one.
CREATE TEMP TABLE told (number INTEGER PRIMARY KEY, artist TEXT, album TEXT);

INSERT INTO told
SELECT tracks.rowid, max(artist), max(album)
  FROM main.streaming_history JOIN main.tracks ON tracks.id = track_id
 WHERE album_id IS NULL AND NOT EXISTS (SELECT 1 FROM track_artists WHERE track_artists.track_id = tracks.id)
 GROUP BY tracks.rowid;

-- artist: the number of the first one; NULL: not known. artist_name: what he is called, if he has no number.
CREATE TEMP TABLE songs (
    number INTEGER PRIMARY KEY,
    recording INTEGER,
    artist INTEGER,
    artist_key TEXT,
    name_key TEXT
);

INSERT INTO songs
SELECT tracks.rowid, tracks.rowid, artists.rowid, artist_names.name_key, fold(tracks.name)
  FROM main.tracks
  LEFT JOIN main.track_artists ON track_artists.track_id = tracks.id
       AND position = (SELECT min(position) FROM track_artists AS first WHERE first.track_id = tracks.id)
  LEFT JOIN main.artists ON artists.id = artist_id
  LEFT JOIN artist_names ON artist_names.number = artists.rowid;

UPDATE songs SET
    artist_key = fold(told.artist),
    artist = (SELECT min(number) FROM artist_names WHERE name_key = fold(told.artist) HAVING count(*) = 1)
  FROM told
 WHERE told.number = songs.number AND songs.artist_key IS NULL;

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
