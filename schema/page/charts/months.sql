-- listening: Month by month
SELECT month, ifnull(sum(plays), 0) AS plays, (ifnull(sum(ms), 0) + 3000) / 6000 / 10.0 AS minutes
  FROM period
  JOIN local_months ON local_months.begins < period.ends AND local_months.ends > period.begins
  LEFT JOIN local_days
       ON day BETWEEN max(local_months.first_day, period.first_day) AND min(local_months.last_day, period.last_day)
 GROUP BY month
 ORDER BY month
 LIMIT ifnull(:limit, -1);
