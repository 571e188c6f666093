-- listening: Sessions a day
SELECT date(local(began), 'unixepoch') AS day, count(*) AS sessions, round(sum(ms) / 60000.0, 1) AS minutes,
       round(max(ms) / 60000.0, 1) AS longest
  FROM period JOIN sessions ON began >= begins AND began < ends
 GROUP BY local(began) / 86400
 ORDER BY local(began) / 86400 DESC
 LIMIT ifnull(:limit, 100);
