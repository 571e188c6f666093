-- listening: Top albums
WITH played AS (
    SELECT album, NULL AS name, NULL AS artist_key, song, plays, ms
      FROM period_songs CROSS JOIN songs INDEXED BY song_facts ON number = song
     WHERE album IS NOT NULL
    UNION ALL
    SELECT NULL, coalesce(told.album, others.album), artist_key, song, plays, ms
      FROM period_songs
     CROSS JOIN songs ON songs.number = song
      LEFT JOIN told ON told.number = song
      LEFT JOIN others ON others.number = song
     WHERE songs.album IS NULL AND coalesce(told.album, others.album) <> ''),
top AS (
    SELECT album, name, min(song) AS song, sum(plays) AS plays, sum(ms) AS ms
      FROM played
     GROUP BY ifnull(album, artist_key || char(10) || name)
     ORDER BY iif(:by = 'time', sum(ms), sum(plays)) DESC, sum(ms) DESC, song
     LIMIT ifnull(:limit, 100))
SELECT ifnull(albums.name, top.name) AS name, artist, albums.id AS album_id, plays, (ms + 3000) / 6000 / 10.0 AS minutes
  FROM top
  JOIN song_names ON number = song
  LEFT JOIN main.albums ON albums.rowid = top.album
 ORDER BY iif(:by = 'time', ms, plays) DESC, ms DESC, song;
