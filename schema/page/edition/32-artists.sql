-- The artists who are followed or play on saved tracks, those first who play on most.

CREATE TEMP TABLE artist_tracks (number INTEGER PRIMARY KEY, tracks INTEGER);

INSERT INTO artist_tracks
SELECT artist, count(DISTINCT number)
  FROM song_artists INDEXED BY song_artists_by_artist
 WHERE number IN (SELECT number FROM saved_songs)
 GROUP BY artist;

CREATE TEMP TABLE list_artists AS
SELECT artists.id, 'spotify:artist:' || artists.id AS uri, artists.name,
       (SELECT group_concat(genre, ', ') FROM main.artist_genres WHERE artist_genres.artist_id = artists.id) AS genres,
       followed_artists.artist_id IS NOT NULL AND removed_at IS NULL AS followed, ifnull(tracks, 0) AS saved_tracks,
       popularity, followers, image_url, unavailable_at IS NOT NULL AS unavailable, name_key
  FROM main.artists
  JOIN artist_names ON artist_names.number = artists.rowid
  LEFT JOIN main.followed_artists ON followed_artists.artist_id = artists.id
  LEFT JOIN artist_tracks ON artist_tracks.number = artists.rowid
 WHERE followed_artists.artist_id IS NOT NULL OR tracks > 0
 ORDER BY tracks DESC, name_key, artists.id;

CREATE INDEX temp.list_artists_by_name ON list_artists (name_key);
CREATE INDEX temp.list_artists_by_saved_tracks ON list_artists (saved_tracks);
CREATE INDEX temp.list_artists_by_popularity ON list_artists (popularity);
CREATE INDEX temp.list_artists_by_followers ON list_artists (followers);

CREATE VIRTUAL TABLE temp.found_artists USING fts5 (
    words, content='', detail=none, columnsize=0, prefix='1 2', tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co So'"
);

INSERT INTO found_artists (rowid, words)
SELECT list_artists.rowid, name_key || ' ' || ifnull(fold(genres), '') FROM list_artists;
