-- Whether times are stored that are yet to come, as after a sync under a clock that was ahead: then one row with a warning,
-- which is empty if they come within a minute.

WITH newest AS (
    SELECT CAST(strftime('%s', max(at)) AS INTEGER) - CAST(strftime('%s', 'now') AS INTEGER) AS seconds, max(at) AS at
      FROM (SELECT max(time_extracted) AS at FROM newest_message
            UNION ALL
            SELECT max(max(started_at, ifnull(completed_at, ''))) FROM sync_history
            UNION ALL
            SELECT max(updated_at) FROM sync_state
            UNION ALL
            SELECT max(completed_at) FROM readings
            UNION ALL
            SELECT max(told_at) FROM quotas))
SELECT iif(seconds > 60,
           format('warning: the database has times up to %s UTC, which are yet to come: a clock was wrong; '
                  || 'they are set to the current time, %s UTC',
                  replace(substr(at, 1, 19), 'T', ' '), strftime('%Y-%m-%d %H:%M:%S', 'now')),
           '')
  FROM newest
 WHERE seconds > 1;
