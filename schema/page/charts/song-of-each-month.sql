-- listening: The song of each month
-- The months that are wholly in the period are known.
WITH partial AS (
    SELECT month, recording, count(*) AS plays, sum(ms) AS ms
      FROM period
     CROSS JOIN local_months
     CROSS JOIN heard INDEXED BY heard_by_time
        ON at >= max(local_months.begins, period.begins) AND at < min(local_months.ends, period.ends)
     WHERE recording IS NOT NULL
       AND local_months.begins < period.ends AND local_months.ends > period.begins
       AND NOT (local_months.begins >= period.begins AND local_months.ends <= period.ends)
     GROUP BY month, recording),
best AS (
    SELECT month, recording, plays, ms
      FROM (SELECT *, row_number() OVER (PARTITION BY month
                                         ORDER BY iif(:by = 'time', ms, plays) DESC, ms DESC, recording) AS rank
              FROM partial)
     WHERE rank = 1
    UNION ALL
    SELECT month, recording, plays, ms
      FROM period
      JOIN local_months ON local_months.begins >= period.begins AND local_months.ends <= period.ends
      JOIN month_songs USING (month)
     WHERE ranked_by = :by)
SELECT month, name, artist, track_id, plays, (ms + 3000) / 6000 / 10.0 AS minutes
  FROM best JOIN song_names ON number = recording
 ORDER BY month
 LIMIT ifnull(:limit, -1);
