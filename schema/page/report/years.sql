-- The years with plays, the last one first.
SELECT DISTINCT CAST(substr(month, 1, 4) AS INTEGER) AS year
  FROM local_months JOIN local_days ON date(day * 86400, 'unixepoch', 'start of month') = month || '-01'
 ORDER BY year DESC;
