-- listening: Top artists
WITH top AS (
    SELECT *
      FROM period_artists
     ORDER BY iif(:by = 'time', ms, plays) DESC, ms DESC, song
     LIMIT ifnull(:limit, 100))
SELECT song_names.artist AS name, artists.id AS artist_id, plays, (ms + 3000) / 6000 / 10.0 AS minutes
  FROM top
 CROSS JOIN song_names ON song_names.number = song
  LEFT JOIN main.artists ON artists.rowid = top.artist;
