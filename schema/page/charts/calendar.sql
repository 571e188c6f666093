-- listening: Day by day
WITH RECURSIVE days AS (
    SELECT first_day AS number, min(last_day, local(strftime('%s', 'now')) / 86400) AS last FROM period
    UNION ALL
    SELECT number + 1, last FROM days WHERE number < last
    LIMIT 40000)
SELECT date(number * 86400, 'unixepoch') AS day, ifnull(plays, 0) AS plays, (ifnull(ms, 0) + 3000) / 6000 / 10.0 AS minutes,
       number < (SELECT min(day) FROM local_days) OR number > (SELECT max(day) FROM local_days)
       OR EXISTS (SELECT 1 FROM local_holes WHERE number BETWEEN first AND last) AS hole
  FROM days LEFT JOIN local_days ON local_days.day = number
 WHERE number <= days.last
 ORDER BY number
 LIMIT ifnull(:limit, -1);
