-- What was heard by day and hour of the zone. A day is its number since 1970-01-01.

CREATE TEMP TABLE IF NOT EXISTS local_hours (
    day INTEGER, hour INTEGER, plays INTEGER, ms INTEGER, PRIMARY KEY (day, hour)
) WITHOUT ROWID;

DELETE FROM local_hours;

INSERT INTO local_hours
SELECT hour / 24, hour % 24, plays, ms
  FROM (SELECT local(at) / 3600 AS hour, sum(plays) AS plays, sum(ms) AS ms FROM quarters GROUP BY 1);

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

-- Only what was heard near its ends, or most between them (month_tops), can be that.
CREATE TEMP TABLE month_candidates (
    month TEXT, recording INTEGER, plays INTEGER, ms INTEGER, PRIMARY KEY (month, recording)
) WITHOUT ROWID;

WITH edges AS (
    SELECT number, month, local_months.begins AS first, ifnull(month_cores.begins, local_months.ends) AS past
      FROM local_months LEFT JOIN month_cores USING (month)
    UNION ALL
    SELECT number, month, month_cores.ends, local_months.ends FROM local_months JOIN month_cores USING (month)),
heard_there AS (
    SELECT edges.number, month, recording, count(*) AS plays, sum(ms) AS ms
      FROM edges
     CROSS JOIN heard INDEXED BY heard_by_time ON at >= first AND at < past
     CROSS JOIN songs INDEXED BY song_facts ON songs.number = song
     GROUP BY month, recording)
INSERT INTO month_candidates
SELECT month, recording, heard_there.plays + ifnull(month_counts.plays, 0), heard_there.ms + ifnull(month_counts.ms, 0)
  FROM heard_there LEFT JOIN month_counts USING (number, recording);

INSERT OR IGNORE INTO month_candidates
SELECT month, recording, plays, ms FROM local_months JOIN month_cores USING (month) JOIN month_tops USING (number);

-- Of equals, the row with the largest time, and of these the first.
INSERT INTO month_songs
SELECT month, 'plays', recording, plays, ms
  FROM (SELECT month, recording, plays, ms, max(plays * 1000000000000 + ms) FROM month_candidates GROUP BY month)
UNION ALL
SELECT month, 'time', recording, plays, ms
  FROM (SELECT month, recording, plays, max(ms) AS ms FROM month_candidates GROUP BY month);

DROP TABLE month_candidates;

CREATE TEMP TABLE IF NOT EXISTS local_growth (month TEXT PRIMARY KEY, saved INTEGER, removed INTEGER);

DELETE FROM local_growth;

WITH months AS (
    SELECT date(local(min(first)), 'unixepoch', 'start of month') AS first, max(local(last)) AS last
      FROM (SELECT min(added) AS first, max(added) AS last FROM kept
            UNION ALL
            SELECT min(removed), max(removed) FROM kept WHERE added IS NOT NULL)
    HAVING min(first) IS NOT NULL
    UNION ALL
    SELECT date(first, '+1 month'), last FROM months WHERE strftime('%s', first, '+1 month') + 0 <= last
    LIMIT 2000),
spans AS MATERIALIZED (
    SELECT substr(first, 1, 7) AS month, utc(strftime('%s', first) / 86400) AS begins,
           utc(strftime('%s', first, '+1 month') / 86400) AS ends
      FROM months)
INSERT INTO local_growth
SELECT month, saved, removed
  FROM (SELECT month, (SELECT count(*) FROM kept WHERE added >= begins AND added < ends) AS saved,
               (SELECT count(*) FROM kept WHERE removed >= begins AND removed < ends AND added IS NOT NULL) AS removed
          FROM spans)
 WHERE saved > 0 OR removed > 0;

-- Runs of seven days and more without any play, between the first and the last one.
CREATE TEMP TABLE IF NOT EXISTS local_holes (first INTEGER PRIMARY KEY, last INTEGER);

DELETE FROM local_holes;

INSERT INTO local_holes
SELECT previous + 1, day - 1 FROM (SELECT day, lag(day) OVER (ORDER BY day) AS previous FROM local_days) WHERE day - previous > 7;

-- What a request asks for: from the second `begins` to before `ends`, and the days of these. One row.
CREATE TEMP TABLE IF NOT EXISTS period (
    id INTEGER PRIMARY KEY, begins INTEGER, ends INTEGER, first_day INTEGER, last_day INTEGER, reach TEXT
);

-- The plays of each song in the last period that was asked for, unless that has all plays.
CREATE TEMP TABLE IF NOT EXISTS counted_songs (
    song INTEGER PRIMARY KEY, plays INTEGER, ms INTEGER, skips INTEGER, known_skips INTEGER
);

CREATE TEMP VIEW IF NOT EXISTS period_songs AS
SELECT song, plays, ms, skips, known_skips FROM period CROSS JOIN totals WHERE id = 1 AND reach = 'all'
UNION ALL
SELECT song, plays, ms, skips, known_skips FROM period CROSS JOIN counted_songs WHERE id = 1 AND reach <> 'all';
