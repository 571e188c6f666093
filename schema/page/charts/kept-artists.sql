-- insights: Artists you keep most of
SELECT name AS artist, id AS artist_id, saved_tracks AS tracks
  FROM list_artists
 WHERE saved_tracks > 0
 ORDER BY saved_tracks DESC, name_key, id
 LIMIT ifnull(:limit, 1000);
