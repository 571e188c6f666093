-- listening: Skipped most
WITH skipped AS (
    SELECT recording, count(skipped) AS plays, sum(skipped) AS skips
      FROM period CROSS JOIN heard INDEXED BY heard_by_recording
     WHERE recording IS NOT NULL AND at >= begins AND at < ends
     GROUP BY recording
    HAVING sum(skipped) > 0
     ORDER BY skips DESC, plays, recording
     LIMIT ifnull(:limit, 100))
SELECT name, artist, track_id, plays, skips AS skipped, round(skips * 1.0 / plays, 3) AS share
  FROM skipped CROSS JOIN song_names ON number = recording;
