-- What was saved and removed in each month.
CREATE TEMP TABLE IF NOT EXISTS local_growth (month TEXT PRIMARY KEY, saved INTEGER, removed INTEGER);

DELETE FROM local_growth;

WITH months AS (
    SELECT date(local(min(first)), 'unixepoch', 'start of month') AS first, max(local(last)) AS last
      FROM (SELECT min(added) AS first, max(added) AS last FROM kept
            UNION ALL
            SELECT min(removed), max(removed) FROM kept WHERE added IS NOT NULL)
    HAVING min(first) IS NOT NULL
    UNION ALL
    SELECT date(first, '+1 month'), last FROM months WHERE strftime('%s', first, '+1 month') + 0 <= last
    LIMIT 2000),
spans AS MATERIALIZED (
    SELECT substr(first, 1, 7) AS month, utc(strftime('%s', first) / 86400) AS begins,
           utc(strftime('%s', first, '+1 month') / 86400) AS ends
      FROM months)
INSERT INTO local_growth
SELECT month, saved, removed
  FROM (SELECT month, (SELECT count(*) FROM kept WHERE added >= begins AND added < ends) AS saved,
               (SELECT count(*) FROM kept WHERE removed >= begins AND removed < ends AND added IS NOT NULL) AS removed
          FROM spans)
 WHERE saved > 0 OR removed > 0;
