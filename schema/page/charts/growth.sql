-- insights: The library by month
WITH RECURSIVE
kept AS (
    SELECT local(strftime('%s', added_at)) AS added, local(strftime('%s', removed_at)) AS removed
      FROM list_tracks
     -- Spotify may replace a track by another of the same recording, which keeps its added_at.
     WHERE NOT (removed_at IS NOT NULL AND isrc IS NOT NULL
                AND EXISTS (SELECT 1 FROM list_tracks AS other
                             WHERE other.added_at = list_tracks.added_at AND other.isrc = list_tracks.isrc
                               AND other.removed_at IS NULL))),
changes AS MATERIALIZED (
    SELECT strftime('%Y-%m', added, 'unixepoch') AS month, 1 AS saved, 0 AS removed FROM kept WHERE added IS NOT NULL
    UNION ALL
    SELECT strftime('%Y-%m', removed, 'unixepoch'), 0, 1 FROM kept WHERE removed IS NOT NULL AND added IS NOT NULL),
months AS (
    SELECT min(month) || '-01' AS day, max(month) AS last FROM changes HAVING count(*) > 0
    UNION ALL
    SELECT date(day, '+1 month'), last FROM months WHERE substr(date(day, '+1 month'), 1, 7) <= last
    LIMIT 2000),
counts AS (SELECT month, sum(saved) AS saved, sum(removed) AS removed FROM changes GROUP BY month)
SELECT substr(day, 1, 7) AS month, ifnull(saved, 0) AS saved, ifnull(removed, 0) AS removed,
       (SELECT count(*) FROM kept WHERE added IS NULL AND removed IS NULL)
       + sum(ifnull(saved, 0) - ifnull(removed, 0)) OVER (ORDER BY day) AS total
  FROM months LEFT JOIN counts ON month = substr(day, 1, 7)
 ORDER BY day
 LIMIT ifnull(:limit, -1);
