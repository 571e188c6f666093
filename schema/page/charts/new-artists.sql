-- listening: New artists a month
SELECT month, count(first_at) AS artists
  FROM period
  JOIN local_months ON local_months.begins < period.ends AND local_months.ends > period.begins
  LEFT JOIN heard_artists ON first_at >= max(local_months.begins, period.begins) AND first_at < min(local_months.ends, period.ends)
 GROUP BY month
 ORDER BY month
 LIMIT ifnull(:limit, -1);
