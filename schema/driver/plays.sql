-- What the committed STATE line :state of fetch-plays tells: how many plays were told, how many of them
-- have a track, how many were new; and how many were there before. The line comes from outside: what has not
-- the type it should have counts as none.

WITH bookmark AS (
    SELECT key, value
      FROM json_each(iif(json_valid(:state), :state, '{}'), '$.value.bookmarks.plays')
     WHERE type = 'integer' AND value BETWEEN 0 AND 1000000),
told AS (
    SELECT coalesce((SELECT value FROM bookmark WHERE key = 'total'), 0) AS total,
           coalesce((SELECT value FROM bookmark WHERE key = 'processed'), 0) AS processed,
           coalesce((SELECT value FROM bookmark WHERE key = 'new'), 0) AS new)
SELECT total, processed, new, (SELECT count(*) FROM plays) - new FROM told;
