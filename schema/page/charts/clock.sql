-- listening: By weekday and hour
WITH RECURSIVE
places AS (SELECT 0 AS place UNION ALL SELECT place + 1 FROM places WHERE place < 167),
heard AS (
    SELECT ((day + 3) % 7 + 7) % 7 AS weekday, hour, sum(plays) AS plays, sum(ms) AS ms
      FROM period JOIN local_hours ON day BETWEEN first_day AND last_day
     GROUP BY 1, 2)
SELECT place / 24 AS weekday, place % 24 AS hour, ifnull(plays, 0) AS plays, (ifnull(ms, 0) + 3000) / 6000 / 10.0 AS minutes
  FROM places LEFT JOIN heard ON weekday = place / 24 AND hour = place % 24
 ORDER BY place;
