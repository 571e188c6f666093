-- What takes too long for a request.

-- The recordings of which something is saved.
CREATE TEMP TABLE saved_recordings (number INTEGER PRIMARY KEY, tracks INTEGER);

INSERT INTO saved_recordings SELECT recording, count(*) FROM saved_songs JOIN songs USING (number) GROUP BY recording;

CREATE TEMP TABLE saved_genres AS
SELECT genre, count(DISTINCT number) AS tracks
  FROM (SELECT DISTINCT genre, artists.rowid AS artist
          FROM main.artist_genres JOIN main.artists ON artists.id = artist_id) AS played
  JOIN song_artists INDEXED BY song_artists_by_artist USING (artist)
 WHERE +number IN (SELECT number FROM saved_songs)
 GROUP BY genre;

-- The tracks whose recording is saved more than once.
CREATE TEMP TABLE saved_copies AS
SELECT recording, songs.number
  FROM saved_recordings
  JOIN songs ON recording = saved_recordings.number
 WHERE tracks > 1 AND songs.number IN (SELECT number FROM saved_songs);

-- When each track came and went. Spotify may replace a track by another of the same recording, which keeps its added_at.
CREATE TEMP TABLE kept AS
SELECT CAST(strftime('%s', added_at) AS INTEGER) AS added, CAST(strftime('%s', removed_at) AS INTEGER) AS removed
  FROM list_tracks
 WHERE NOT (removed_at IS NOT NULL AND isrc IS NOT NULL
            AND EXISTS (SELECT 1 FROM list_tracks AS other
                         WHERE other.added_at = list_tracks.added_at AND other.isrc = list_tracks.isrc
                           AND other.removed_at IS NULL));

CREATE INDEX temp.kept_by_added ON kept (added);
CREATE INDEX temp.kept_by_removed ON kept (removed, added) WHERE removed IS NOT NULL;
