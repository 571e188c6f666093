-- Sets the period from the day :from to the day :to, numbers since 1970-01-01; NULL: from the first play, to the last one.
-- The one before it stays if :held is not 0, since an answer may still be reading it.

DELETE FROM periods WHERE NOT :held;

INSERT INTO periods (begins, ends, first_day, last_day, reach)
SELECT ifnull(utc(:from), -9000000000000), ifnull(utc(:to + 1), 9000000000000), first_day, last_day,
       CASE WHEN plays = (SELECT sum(plays) FROM local_days) THEN 'all'
            WHEN plays * 16 > (SELECT sum(plays) FROM local_days) THEN 'most'
            ELSE 'some' END
  FROM (SELECT ifnull(:from, (SELECT min(day) FROM local_days)) AS first_day,
               ifnull(:to, (SELECT max(day) FROM local_days)) AS last_day)
  JOIN (SELECT sum(plays) AS plays
          FROM local_days
         WHERE day BETWEEN ifnull(:from, -9000000) AND ifnull(:to, 9000000)) AS heard;

SELECT date(first_day * 86400, 'unixepoch') AS first, date(last_day * 86400, 'unixepoch') AS last FROM period;
