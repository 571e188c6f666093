-- listening: Longest streaks
SELECT date(min(day) * 86400, 'unixepoch') AS "from", date(max(day) * 86400, 'unixepoch') AS "to", count(*) AS days
  FROM (SELECT day, day - row_number() OVER (ORDER BY day) AS streak
          FROM period JOIN local_days ON day BETWEEN first_day AND last_day)
 GROUP BY streak
 ORDER BY days DESC, min(day) DESC
 LIMIT ifnull(:limit, 100);
