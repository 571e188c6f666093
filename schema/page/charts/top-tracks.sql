-- listening: Top tracks
WITH top AS (
    SELECT recording, sum(plays) AS plays, sum(ms) AS ms
      FROM period_songs CROSS JOIN songs INDEXED BY song_facts ON number = song
     GROUP BY recording
     ORDER BY iif(:by = 'time', sum(ms), sum(plays)) DESC, sum(ms) DESC, recording
     LIMIT ifnull(:limit, 100))
SELECT name, artist, track_id, plays, (ms + 3000) / 6000 / 10.0 AS minutes
  FROM top JOIN song_names ON number = recording
 ORDER BY iif(:by = 'time', ms, plays) DESC, ms DESC, recording;
