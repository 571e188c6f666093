-- Prints the statements that set back, to just before now, the times that are yet to come (clock.sql). They are made from the
-- schema, so that they reach all times that our clock has given. The order of these times stays: what was removed after it
-- was last seen stays removed. What comes from Spotify's clock is left alone. A limit that was met under a wrong clock holds
-- nobody.

CREATE TEMP TABLE IF NOT EXISTS own_times AS
SELECT format('"%w"', tables.name) AS owner, format('"%w"', columns.name) AS at
  FROM pragma_table_list AS tables, pragma_table_xinfo(tables.name) AS columns
 WHERE tables.schema = 'main' AND tables.type = 'table' AND tables.name NOT GLOB 'sqlite_*'
   AND columns.hidden = 0
   AND (columns.name GLOB '*_at' OR columns.name = 'time_extracted')
   AND columns.name NOT IN ('added_at', 'played_at', 'listened_at', 'began_at', 'ends_at', 'rate_limit_reset_at')
   AND (tables.name, columns.name) <> ('streaming_history', 'started_at');

CREATE TEMP VIEW IF NOT EXISTS limits AS
SELECT format('%Q', strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '+1 second')) AS now;

SELECT 'BEGIN IMMEDIATE;';

SELECT format('UPDATE sync_state SET rate_limit_reset_at = NULL WHERE updated_at > %s; DELETE FROM quotas WHERE told_at > %s;',
              now, now)
  FROM limits;

SELECT 'CREATE TEMP TABLE ahead (was TEXT PRIMARY KEY, back TEXT);';

SELECT format('INSERT OR IGNORE INTO ahead (was) SELECT %s FROM %s WHERE %s > %s;', at, owner, at, now)
  FROM own_times, limits;

-- The newest becomes the last microsecond before this second, the one before it the microsecond before that.
SELECT 'UPDATE ahead SET back = iif(length(was) > 20, '
       || 'strftime(''%Y-%m-%dT%H:%M:%S'', time / 1000000, ''unixepoch'') || format(''.%06dZ'', time % 1000000), '
       || 'strftime(''%Y-%m-%dT%H:%M:%SZ'', time / 1000000, ''unixepoch'')) '
       || 'FROM (SELECT was AS ranked, CAST(strftime(''%s'', ''now'') AS INTEGER) * 1000000 '
       || '- row_number() OVER (ORDER BY was DESC) AS time FROM ahead) WHERE was = ranked;';

SELECT format('UPDATE OR REPLACE %s SET %s = (SELECT back FROM ahead WHERE was = %s) WHERE %s > %s;', owner, at, at, at, now)
  FROM own_times, limits;

SELECT 'DROP TABLE ahead; COMMIT;';
