-- The changes in a year, the newest first. :private leaves out who owns a playlist.
SELECT at, change, kind, id, name, iif(:private AND kind = 'playlist' AND change IN ('added', 'removed'), NULL, context) AS context
  FROM temp.changes
 WHERE at >= :since AND at < :until
 ORDER BY place DESC;
