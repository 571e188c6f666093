-- The rows of the table that the changes of the driver are in, oldest first. :private leaves out who owns a playlist.
SELECT at, change, kind, id, name, iif(:private AND kind = 'playlist', NULL, context) AS context
  FROM temp.changes
 WHERE at < :until
 ORDER BY at, kind, change, name;
