-- What was heard by day and hour of the zone. A day is its number since 1970-01-01.

CREATE TEMP TABLE IF NOT EXISTS local_hours (
    day INTEGER, hour INTEGER, plays INTEGER, ms INTEGER, PRIMARY KEY (day, hour)
) WITHOUT ROWID;

DELETE FROM local_hours;

INSERT INTO local_hours
SELECT at / 86400, at % 86400 / 3600, sum(plays), sum(ms)
  FROM (SELECT local(at) AS at, plays, ms FROM quarters)
 GROUP BY 1, 2;

CREATE TEMP TABLE IF NOT EXISTS local_days (day INTEGER PRIMARY KEY, plays INTEGER, ms INTEGER);

DELETE FROM local_days;

INSERT INTO local_days SELECT day, sum(plays), sum(ms) FROM local_hours GROUP BY day;

-- The months from the first to the last play, and when they begin and end.
CREATE TEMP TABLE IF NOT EXISTS local_months (month TEXT PRIMARY KEY, begins INTEGER, ends INTEGER);

DELETE FROM local_months;

WITH months AS (
    SELECT date(min(day) * 86400, 'unixepoch', 'start of month') AS first, max(day) AS last FROM local_days
     HAVING count(*) > 0
    UNION ALL
    SELECT date(first, '+1 month'), last FROM months WHERE strftime('%s', first, '+1 month') / 86400 <= last)
INSERT INTO local_months
SELECT substr(first, 1, 7), utc(strftime('%s', first) / 86400), utc(strftime('%s', first, '+1 month') / 86400)
  FROM months
 LIMIT 2000;

-- Runs of seven days and more without any play, between the first and the last one.
CREATE TEMP TABLE IF NOT EXISTS local_holes (first INTEGER PRIMARY KEY, last INTEGER);

DELETE FROM local_holes;

INSERT INTO local_holes
SELECT previous + 1, day - 1 FROM (SELECT day, lag(day) OVER (ORDER BY day) AS previous FROM local_days) WHERE day - previous > 7;

-- What a request asks for: from the second `begins` to before `ends`, and the days of these.
CREATE TEMP TABLE IF NOT EXISTS period (begins INTEGER, ends INTEGER, first_day INTEGER, last_day INTEGER, reach TEXT);

-- The plays of each song in that period. Few of them are found by time, many by song, and all are counted.
DROP VIEW IF EXISTS temp.period_songs;

CREATE TEMP VIEW period_songs AS
SELECT song, plays, ms, skips, known_skips FROM totals WHERE (SELECT reach FROM period) = 'all'
UNION ALL
SELECT song, count(*), sum(ms), sum(skipped), count(skipped)
  FROM heard INDEXED BY heard_by_song
 WHERE (SELECT reach FROM period) = 'most' AND at >= (SELECT begins FROM period) AND at < (SELECT ends FROM period)
 GROUP BY song
UNION ALL
SELECT song, count(*), sum(ms), sum(skipped), count(skipped)
  FROM heard INDEXED BY heard_by_time
 WHERE (SELECT reach FROM period) = 'some' AND at >= (SELECT begins FROM period) AND at < (SELECT ends FROM period)
 GROUP BY song;
