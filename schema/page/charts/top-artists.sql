-- listening: Top artists
WITH top AS (
    SELECT artist AS number, min(songs.number) AS song, sum(plays) AS plays, sum(ms) AS ms
      FROM period_songs CROSS JOIN songs INDEXED BY song_facts ON number = song
     WHERE artist IS NOT NULL
     GROUP BY artist
     ORDER BY iif(:by = 'time', sum(ms), sum(plays)) DESC, sum(ms) DESC, song
     LIMIT ifnull(:limit, 100))
SELECT song_names.artist AS name, artists.id AS artist_id, plays, (ms + 3000) / 6000 / 10.0 AS minutes
  FROM top
  JOIN song_names ON song_names.number = song
  LEFT JOIN main.artists ON artists.rowid = top.number
 ORDER BY iif(:by = 'time', ms, plays) DESC, ms DESC, song;
