-- Counts the songs of the period, unless they are counted already: few plays are found by time, many by song.

CREATE TEMP TABLE IF NOT EXISTS counted_period (begins INTEGER, ends INTEGER);

DELETE FROM counted_songs
 WHERE NOT EXISTS (SELECT 1 FROM counted_period JOIN period USING (begins, ends)) AND (SELECT reach FROM period) <> 'all';

INSERT INTO counted_songs
SELECT song, count(*), sum(ms), sum(skipped), count(skipped)
  FROM period CROSS JOIN heard INDEXED BY heard_by_song
 WHERE id = 1 AND reach = 'most' AND at >= begins AND at < ends AND song IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM counted_period JOIN period USING (begins, ends))
 GROUP BY song;

INSERT INTO counted_songs
SELECT song, count(*), sum(ms), sum(skipped), count(skipped)
  FROM period CROSS JOIN heard INDEXED BY heard_by_time
 WHERE id = 1 AND reach = 'some' AND at >= begins AND at < ends AND song IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM counted_period JOIN period USING (begins, ends))
 GROUP BY song;

DELETE FROM counted_period WHERE (SELECT reach FROM period) <> 'all';

INSERT INTO counted_period SELECT begins, ends FROM period WHERE reach <> 'all';
