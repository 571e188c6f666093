-- insights: The library by month
WITH RECURSIVE months AS (
    SELECT min(month) || '-01' AS day, max(month) AS last FROM local_growth HAVING count(*) > 0
    UNION ALL
    SELECT date(day, '+1 month'), last FROM months WHERE substr(date(day, '+1 month'), 1, 7) <= last
    LIMIT 2000)
SELECT substr(day, 1, 7) AS month, ifnull(saved, 0) AS saved, ifnull(removed, 0) AS removed,
       (SELECT count(*) FROM kept WHERE added IS NULL AND removed IS NULL)
       + sum(ifnull(saved, 0) - ifnull(removed, 0)) OVER (ORDER BY day) AS total
  FROM months LEFT JOIN local_growth ON month = substr(day, 1, 7)
 ORDER BY day
 LIMIT ifnull(:limit, -1);
