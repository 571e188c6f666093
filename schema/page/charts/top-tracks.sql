-- listening: Top tracks
WITH top AS (
    SELECT recording, plays, ms
      FROM period_recordings
     ORDER BY iif(:by = 'time', ms, plays) DESC, ms DESC, recording
     LIMIT ifnull(:limit, 100))
SELECT name, artist, track_id, plays, (ms + 3000) / 6000 / 10.0 AS minutes FROM top CROSS JOIN song_names ON number = recording;
