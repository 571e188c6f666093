-- The albums of what is saved: saved ones first, the newest first, then those of saved tracks.

CREATE TEMP TABLE album_tracks (number INTEGER PRIMARY KEY, tracks INTEGER);

INSERT INTO album_tracks
SELECT album, count(*) FROM songs INDEXED BY songs_by_album
 WHERE album IS NOT NULL AND number IN (SELECT number FROM saved_songs)
 GROUP BY album;

CREATE TEMP TABLE album_names (number INTEGER, position INTEGER, name TEXT, PRIMARY KEY (number, position)) WITHOUT ROWID;

INSERT INTO album_names
SELECT albums.rowid, position, artists.name
  FROM main.album_artists
 CROSS JOIN main.albums ON albums.id = album_id
 CROSS JOIN main.artists ON artists.id = artist_id;

CREATE TEMP TABLE list_albums AS
SELECT albums.id, 'spotify:album:' || albums.id AS uri, albums.name,
       (SELECT group_concat(name, ', ')
          FROM (SELECT name FROM album_names WHERE number = albums.rowid ORDER BY position)) AS artists,
       image_url, release_date, total_tracks, label, saved_albums.album_id IS NOT NULL AND removed_at IS NULL AS saved, added_at,
       removed_at, ifnull(tracks, 0) AS saved_tracks, unavailable_at IS NOT NULL AS unavailable,
       fold(albums.name) AS name_key, NULL AS artists_key, fold(label) AS label_key
  FROM main.albums
  LEFT JOIN main.saved_albums ON saved_albums.album_id = albums.id
  LEFT JOIN album_tracks ON number = albums.rowid
 WHERE saved_albums.album_id IS NOT NULL OR tracks > 0
 ORDER BY saved_albums.album_id IS NULL, added_at DESC, tracks DESC, albums.id;

UPDATE list_albums SET artists_key = fold(artists);

CREATE INDEX temp.list_albums_by_name ON list_albums (name_key);
CREATE INDEX temp.list_albums_by_artists ON list_albums (artists_key);
CREATE INDEX temp.list_albums_by_release_date ON list_albums (release_date);
CREATE INDEX temp.list_albums_by_label ON list_albums (label_key);
CREATE INDEX temp.list_albums_by_added_at ON list_albums (added_at);
CREATE INDEX temp.list_albums_by_saved_tracks ON list_albums (saved_tracks);

CREATE VIRTUAL TABLE temp.found_albums USING fts5 (
    words, content='', detail=none, columnsize=0, prefix='1 2', tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co So'"
);

INSERT INTO found_albums (rowid, words) SELECT rowid, name_key || ' ' || ifnull(artists_key, '') FROM list_albums;
