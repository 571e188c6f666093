-- listening: Top albums
WITH played AS (
    SELECT tracks.album_id, coalesce(told.album, others.album) AS album, artist_key, song, plays, ms
      FROM period_songs
      JOIN songs ON songs.number = song
      LEFT JOIN main.tracks ON tracks.rowid = song
      LEFT JOIN told ON told.number = song
      LEFT JOIN others ON others.number = song),
top AS (
    SELECT album_id, album, min(song) AS song, sum(plays) AS plays, sum(ms) AS ms
      FROM played
     WHERE album_id IS NOT NULL OR album <> ''
     GROUP BY ifnull(album_id, artist_key || char(10) || album)
     ORDER BY iif(:by = 'time', sum(ms), sum(plays)) DESC, sum(ms) DESC, song
     LIMIT ifnull(:limit, 100))
SELECT ifnull(albums.name, album) AS name, artist, album_id, plays, round(ms / 60000.0, 1) AS minutes
  FROM top
  JOIN song_names ON number = song
  LEFT JOIN main.albums ON albums.id = album_id
 ORDER BY iif(:by = 'time', ms, plays) DESC, ms DESC, song;
