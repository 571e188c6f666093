-- The saved tracks, the newest first; what is gone is among them. A column is sorted by its _key, if it has one. The words
-- of found_tracks have the same rowids, and after them those of all other tracks.

CREATE TEMP TABLE list_tracks AS
SELECT tracks.id, uri, tracks.name,
       (SELECT group_concat(name, ', ')
          FROM (SELECT artist_names.name FROM song_artists CROSS JOIN artist_names ON artist_names.number = artist
                 WHERE song_artists.number = songs.number ORDER BY position)) AS artists,
       albums.name AS album, album_id, albums.image_url, added_at, removed_at, duration_ms, ifnull(explicit, 0) AS explicit,
       tracks.popularity, isrc, albums.unavailable_at IS NOT NULL AS unavailable,
       songs.name_key, NULL AS artists_key, fold(albums.name) AS album_key
  FROM main.saved_tracks
 CROSS JOIN main.tracks ON tracks.id = saved_tracks.track_id
 CROSS JOIN songs ON number = tracks.rowid
  LEFT JOIN main.albums ON albums.rowid = songs.album
 ORDER BY added_at DESC, place DESC, tracks.id;

UPDATE list_tracks SET artists_key = fold(artists);

CREATE INDEX temp.list_tracks_by_name ON list_tracks (name_key);
CREATE INDEX temp.list_tracks_by_artists ON list_tracks (artists_key);
CREATE INDEX temp.list_tracks_by_album ON list_tracks (album_key);
CREATE INDEX temp.list_tracks_by_added_at ON list_tracks (added_at);
CREATE INDEX temp.list_tracks_by_removed_at ON list_tracks (removed_at);
CREATE INDEX temp.list_tracks_by_duration_ms ON list_tracks (duration_ms);
CREATE INDEX temp.list_tracks_by_popularity ON list_tracks (popularity);

CREATE INDEX temp.list_tracks_by_isrc ON list_tracks (isrc);
CREATE INDEX temp.list_tracks_by_explicit ON list_tracks (explicit);
CREATE INDEX temp.list_tracks_unavailable ON list_tracks (album_id) WHERE unavailable;

CREATE TEMP TABLE other_tracks AS
SELECT (SELECT count(*) FROM list_tracks) + row_number() OVER (ORDER BY ifnull(plays, 0) DESC, tracks.id) AS number,
       tracks.id, songs.name_key, songs.artist_key || ' ' || ifnull(fold(albums.name), '') AS words
  FROM main.tracks
 CROSS JOIN songs ON songs.number = tracks.rowid
  LEFT JOIN totals ON song = songs.number
  LEFT JOIN main.albums ON albums.rowid = songs.album
 WHERE NOT EXISTS (SELECT 1 FROM main.saved_tracks WHERE saved_tracks.track_id = tracks.id);

CREATE UNIQUE INDEX temp.other_tracks_by_number ON other_tracks (number);
CREATE INDEX temp.other_tracks_by_name ON other_tracks (name_key);

CREATE VIRTUAL TABLE temp.found_tracks USING fts5 (
    words, content='', detail=none, columnsize=0, prefix='1 2', tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co So'"
);

INSERT INTO found_tracks (rowid, words)
SELECT rowid, name_key || ' ' || ifnull(artists_key, '') || ' ' || ifnull(album_key, '') FROM list_tracks
UNION ALL
SELECT number, ifnull(name_key, '') || ' ' || ifnull(words, '') FROM other_tracks;
