-- What a person reads of the committed STATE line :state of fetch-plays: how many plays were new, and a warning when plays
-- may be lost: none of the last 50 was known, and Spotify tells of no more. The line comes from outside: what has not the
-- type it should have counts as none.

WITH bookmark AS (
    SELECT key, value
      FROM json_each(iif(json_valid(:state), :state, '{}'), '$.value.bookmarks.plays')
     WHERE type = 'integer' AND value BETWEEN 0 AND 1000000),
told AS (
    SELECT coalesce((SELECT value FROM bookmark WHERE key = 'total'), 0) AS total,
           coalesce((SELECT value FROM bookmark WHERE key = 'processed'), 0) AS processed,
           coalesce((SELECT value FROM bookmark WHERE key = 'new'), 0) AS new)
SELECT format('%d new play%s.', new, iif(new = 1, '', 's')),
       iif(total >= 50 AND processed > 0 AND new = processed AND (SELECT count(*) FROM plays) > new,
           format('warning: Spotify tells the last %d plays, and none of them was known: older ones are lost; run '
                  || '''spotify-sync plays'' more often (''spotify-sync schedule'' does)', total), '')
  FROM told;
