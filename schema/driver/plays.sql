-- The committed STATE line :state of fetch-plays for a person: the number of new plays, and a warning if plays may be lost:
-- none of the last 50, which are all that Spotify keeps, was known. The line comes from outside: a value of the wrong type
-- counts as none.

WITH bookmark AS (
    SELECT key, value
      FROM json_each(iif(json_valid(:state), :state, '{}'), '$.value.bookmarks.plays')
     WHERE type = 'integer' AND value BETWEEN 0 AND 1000000),
bookmark_counts AS (
    SELECT coalesce((SELECT value FROM bookmark WHERE key = 'total'), 0) AS total,
           coalesce((SELECT value FROM bookmark WHERE key = 'processed'), 0) AS processed,
           coalesce((SELECT value FROM bookmark WHERE key = 'new'), 0) AS new)
SELECT format('%d new play%s.', new, iif(new = 1, '', 's')),
       iif(total >= 50 AND processed > 0 AND new = processed AND (SELECT count(*) FROM plays) > new,
           format('warning: none of the last %d plays was known: older ones are lost; run ''spotify-sync%s plays'' more often '
                  || '(''spotify-sync%s schedule'' does)', total, :option, :option), '')
  FROM bookmark_counts;
