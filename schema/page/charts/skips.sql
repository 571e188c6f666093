-- listening: Skipped most
WITH skipped AS (
    SELECT recording, sum(known_skips) AS plays, sum(skips) AS skips
      FROM period_songs CROSS JOIN songs INDEXED BY song_facts ON number = song
     GROUP BY recording
    HAVING sum(skips) > 0
     ORDER BY sum(skips) DESC, sum(known_skips), recording
     LIMIT ifnull(:limit, 100))
SELECT name, artist, track_id, plays, skips AS skipped, round(skips * 1.0 / plays, 3) AS share
  FROM skipped JOIN song_names ON number = recording
 ORDER BY skips DESC, plays, recording;
