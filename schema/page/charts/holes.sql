-- listening: Holes in the data
SELECT date(first * 86400, 'unixepoch') AS "from", date(last * 86400, 'unixepoch') AS "to", last - first + 1 AS days
  FROM period JOIN local_holes ON last >= first_day AND first <= last_day
 ORDER BY first
 LIMIT ifnull(:limit, -1);
