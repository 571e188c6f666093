-- listening: Top albums
WITH top AS (
    SELECT *
      FROM period_albums
     ORDER BY iif(:by = 'time', ms, plays) DESC, ms DESC, song
     LIMIT ifnull(:limit, 100))
SELECT coalesce(albums.name, told.album, others.album) AS name, song_names.artist, albums.id AS album_id, plays,
       (ms + 3000) / 6000 / 10.0 AS minutes
  FROM top
 CROSS JOIN song_names ON song_names.number = song
  LEFT JOIN main.albums ON albums.rowid = top.album
  LEFT JOIN told ON told.number = song
  LEFT JOIN others ON others.number = song;
