-- listening: Month by month
SELECT local_months.month, ifnull(sum(plays), 0) AS plays, round(ifnull(sum(ms), 0) / 60000.0, 1) AS minutes
  FROM period
  JOIN local_months ON local_months.begins < period.ends AND local_months.ends > period.begins
  LEFT JOIN local_days ON day >= strftime('%s', month || '-01') / 86400 AND day < strftime('%s', month || '-01', '+1 month') / 86400
       AND day BETWEEN first_day AND last_day
 GROUP BY month
 ORDER BY month
 LIMIT ifnull(:limit, -1);
