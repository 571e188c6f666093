-- listening: Sessions a day
SELECT date(local(began), 'unixepoch') AS day, count(*) AS sessions, (sum(ms) + 3000) / 6000 / 10.0 AS minutes,
       (max(ms) + 3000) / 6000 / 10.0 AS longest
  FROM period JOIN sessions ON began >= begins AND began < ends
 GROUP BY local(began) / 86400
 ORDER BY local(began) / 86400 DESC
 LIMIT ifnull(:limit, 100);
