-- What an import did, for a person, after its last committed STATE line :state of read-history and store; and what the streaming
-- history now holds. The line comes from outside: a value of the wrong type counts as none.

CREATE TEMP TABLE IF NOT EXISTS told AS
SELECT ifnull(max(value) FILTER (WHERE key = 'total'), 0) AS rows_read,
       ifnull(max(value) FILTER (WHERE key = 'processed'), 0) AS processed,
       ifnull(max(value) FILTER (WHERE key = 'new'), 0) AS new
  FROM json_each(iif(json_valid(:state), :state, '{}'), '$.value.bookmarks.streaming_history')
 WHERE type = 'integer' AND value BETWEEN 0 AND 1000000000000;

-- The months in which nothing was played, from the first to the last month of the history, numbered without a gap.
CREATE TEMP TABLE IF NOT EXISTS holes AS
WITH months AS (
    SELECT substr(min(ts), 1, 7) || '-01' AS month, max(ts) AS last_ts FROM streaming_history
    UNION ALL
    SELECT date(month, '+1 month'), last_ts FROM months WHERE date(month, '+1 month') <= last_ts)
SELECT month, row_number() OVER (ORDER BY month) AS hole, number
  FROM (SELECT month, row_number() OVER (ORDER BY month) AS number FROM months)
 WHERE NOT EXISTS (SELECT 1 FROM streaming_history WHERE ts >= month AND ts < date(month, '+1 month'))
   AND NOT EXISTS (SELECT 1 FROM plays WHERE played_at >= month AND played_at < date(month, '+1 month'));

CREATE TEMP VIEW IF NOT EXISTS hole_spans AS
SELECT min(month) AS first, max(month) AS last FROM holes GROUP BY number - hole;

SELECT format('%,d row%s read: %,d new, %,d there already%s.', rows_read, iif(rows_read = 1, '', 's'), new, processed - new,
              iif(rows_read > processed, format(', %,d left out for the reasons above', rows_read - processed), '')), rows_read
  FROM told;

SELECT format('The streaming history has %,d play%s from %s to %s: %,d hours.', count(*), iif(count(*) = 1, '', 's'),
              substr(min(ts), 1, 10), substr(max(ts), 1, 10), sum(ms_played) / 3600000), count(*)
  FROM streaming_history_once
HAVING count(*) > 0;

SELECT 'Months without any play: '
       || group_concat(substr(first, 1, 7) || iif(last > first, ' to ' || substr(last, 1, 7), ''), ', ') || '.', NULL
  FROM (SELECT * FROM hole_spans ORDER BY first)
HAVING count(*) > 0;
