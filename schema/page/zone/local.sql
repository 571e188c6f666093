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

-- The months from the first to the last play: when they begin and end, in seconds and in days.
CREATE TEMP TABLE IF NOT EXISTS local_months (
    month TEXT PRIMARY KEY, begins INTEGER, ends INTEGER, first_day INTEGER, last_day INTEGER
);

DELETE FROM local_months;

WITH months AS (
    SELECT date(min(day) * 86400, 'unixepoch', 'start of month') AS first, max(day) AS last FROM local_days
     HAVING count(*) > 0
    UNION ALL
    SELECT date(first, '+1 month'), last FROM months WHERE strftime('%s', first, '+1 month') / 86400 <= last
    LIMIT 2000),
days AS (
    SELECT substr(first, 1, 7) AS month, strftime('%s', first) / 86400 AS first_day,
           strftime('%s', first, '+1 month') / 86400 AS next_day
      FROM months)
INSERT INTO local_months SELECT month, utc(first_day), utc(next_day), first_day, next_day - 1 FROM days;

-- The recording heard most in each month, by plays and by time.
CREATE TEMP TABLE IF NOT EXISTS month_songs (month TEXT, ranked_by TEXT, recording INTEGER, plays INTEGER, ms INTEGER);

DELETE FROM month_songs;

CREATE TEMP TABLE month_counts (
    month TEXT, recording INTEGER, plays INTEGER, ms INTEGER, PRIMARY KEY (month, recording)
) WITHOUT ROWID;

INSERT INTO month_counts
SELECT month, recording, count(*), sum(ms)
  FROM local_months
 CROSS JOIN heard INDEXED BY heard_by_time ON at >= begins AND at < ends
 CROSS JOIN songs ON number = song
 GROUP BY month, recording;

-- Of equals, the row with the largest time, and of these the first.
INSERT INTO month_songs
SELECT month, 'plays', recording, plays, ms
  FROM (SELECT month, recording, plays, ms, max(plays * 1000000000000 + ms) FROM month_counts GROUP BY month)
UNION ALL
SELECT month, 'time', recording, plays, ms
  FROM (SELECT month, recording, plays, max(ms) AS ms FROM month_counts GROUP BY month);

DROP TABLE month_counts;

CREATE TEMP TABLE IF NOT EXISTS local_growth (month TEXT PRIMARY KEY, saved INTEGER, removed INTEGER);

DELETE FROM local_growth;

INSERT INTO local_growth
SELECT month, sum(saved), sum(removed)
  FROM (SELECT strftime('%Y-%m', local(added), 'unixepoch') AS month, 1 AS saved, 0 AS removed FROM kept WHERE added IS NOT NULL
        UNION ALL
        SELECT strftime('%Y-%m', local(removed), 'unixepoch'), 0, 1 FROM kept
         WHERE removed IS NOT NULL AND added IS NOT NULL)
 WHERE month IS NOT NULL
 GROUP BY month;

-- Runs of seven days and more without any play, between the first and the last one.
CREATE TEMP TABLE IF NOT EXISTS local_holes (first INTEGER PRIMARY KEY, last INTEGER);

DELETE FROM local_holes;

INSERT INTO local_holes
SELECT previous + 1, day - 1 FROM (SELECT day, lag(day) OVER (ORDER BY day) AS previous FROM local_days) WHERE day - previous > 7;

-- What a request asks for: from the second `begins` to before `ends`, and the days of these. One row.
CREATE TEMP TABLE IF NOT EXISTS period (
    id INTEGER PRIMARY KEY, begins INTEGER, ends INTEGER, first_day INTEGER, last_day INTEGER, reach TEXT
);

DELETE FROM period;

CREATE TEMP TABLE IF NOT EXISTS period_songs (
    song INTEGER PRIMARY KEY, plays INTEGER, ms INTEGER, skips INTEGER, known_skips INTEGER
);

DELETE FROM period_songs;

-- The plays of each song in that period, which period_songs keeps. Few of them are found by time, many by song, and all are counted.
CREATE TEMP VIEW IF NOT EXISTS counted_songs AS
SELECT song, plays, ms, skips, known_skips FROM period CROSS JOIN totals WHERE id = 1 AND reach = 'all'
UNION ALL
SELECT song, count(*), sum(ms), sum(skipped), count(skipped)
  FROM period CROSS JOIN heard INDEXED BY heard_by_song
 WHERE id = 1 AND reach = 'most' AND at >= begins AND at < ends AND song IS NOT NULL
 GROUP BY song
UNION ALL
SELECT song, count(*), sum(ms), sum(skipped), count(skipped)
  FROM period CROSS JOIN heard INDEXED BY heard_by_time
 WHERE id = 1 AND reach = 'some' AND at >= begins AND at < ends AND song IS NOT NULL
 GROUP BY song;
