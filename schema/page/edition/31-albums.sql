-- The albums of what is saved: saved ones first, the newest first, then those of saved tracks.

CREATE TEMP TABLE album_tracks (album_id TEXT PRIMARY KEY, tracks INTEGER);

INSERT INTO album_tracks
SELECT album_id, count(*)
  FROM main.saved_tracks JOIN main.tracks ON tracks.id = track_id
 WHERE removed_at IS NULL AND album_id IS NOT NULL
 GROUP BY album_id;

CREATE TEMP TABLE list_albums AS
SELECT albums.id, 'spotify:album:' || albums.id AS uri, albums.name,
       (SELECT group_concat(name, ', ')
          FROM (SELECT artists.name FROM main.album_artists JOIN main.artists ON artists.id = artist_id
                 WHERE album_artists.album_id = albums.id ORDER BY position)) AS artists,
       release_date, total_tracks, label, saved_albums.album_id IS NOT NULL AND removed_at IS NULL AS saved, added_at,
       removed_at, ifnull(tracks, 0) AS saved_tracks, unavailable_at IS NOT NULL AS unavailable,
       fold(albums.name) AS name_key, NULL AS artists_key, fold(label) AS label_key
  FROM main.albums
  LEFT JOIN main.saved_albums ON saved_albums.album_id = albums.id
  LEFT JOIN album_tracks ON album_tracks.album_id = albums.id
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
