-- listening: The song of each month
WITH heard_songs AS (
    SELECT month, recording, count(*) AS plays, sum(ms) AS ms
      FROM period
      CROSS JOIN local_months
      CROSS JOIN heard INDEXED BY heard_by_time
          ON at >= max(local_months.begins, period.begins) AND at < min(local_months.ends, period.ends)
      CROSS JOIN songs ON number = song
     WHERE local_months.begins < period.ends AND local_months.ends > period.begins
     GROUP BY month, recording),
ranked AS (
    SELECT *, row_number() OVER (PARTITION BY month
                                 ORDER BY iif(:by = 'time', ms, plays) DESC, ms DESC, recording) AS rank
      FROM heard_songs)
SELECT month, name, artist, track_id, plays, round(ms / 60000.0, 1) AS minutes
  FROM ranked JOIN song_names ON number = recording
 WHERE rank = 1
 ORDER BY month
 LIMIT ifnull(:limit, -1);
