-- Which tracks an artist plays on, and which an album has, by their numbers: the library has no index of them.

CREATE TEMP TABLE artist_songs (artist INTEGER, number INTEGER, PRIMARY KEY (artist, number)) WITHOUT ROWID;

INSERT OR IGNORE INTO artist_songs
SELECT artists.rowid, tracks.rowid
  FROM main.track_artists JOIN main.tracks ON tracks.id = track_id JOIN main.artists ON artists.id = artist_id
 ORDER BY 1, 2;

CREATE TEMP TABLE album_songs (album INTEGER, number INTEGER, PRIMARY KEY (album, number)) WITHOUT ROWID;

INSERT INTO album_songs
SELECT albums.rowid, tracks.rowid FROM main.tracks JOIN main.albums ON albums.id = album_id ORDER BY 1, 2;
