-- insights: Genres
SELECT genre, count(DISTINCT track_id) AS tracks
  FROM main.saved_tracks JOIN main.track_artists USING (track_id) JOIN main.artist_genres USING (artist_id)
 WHERE removed_at IS NULL
 GROUP BY genre
 ORDER BY tracks DESC, genre
 LIMIT ifnull(:limit, 1000);
