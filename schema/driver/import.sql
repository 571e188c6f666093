-- How far an import is after the committed STATE line :state of read-history and store: the number of rows that were read, and
-- how many there will be, as the bytes suggest. The line comes from outside: a value of the wrong type counts as none.

WITH bookmark AS (
    SELECT max(value) FILTER (WHERE key = 'total') AS rows_read,
           max(value) FILTER (WHERE key = 'bytes') AS bytes,
           max(value) FILTER (WHERE key = 'bytes_total') AS bytes_total
      FROM json_each(iif(json_valid(:state), :state, '{}'), '$.value.bookmarks.streaming_history')
     WHERE type = 'integer' AND value BETWEEN 0 AND 1000000000000)
SELECT ifnull(rows_read, 0), max(rows_read, CAST(rows_read * 1.0 * bytes_total / nullif(bytes, 0) AS INTEGER))
  FROM bookmark;
