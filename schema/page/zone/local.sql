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

-- Runs of seven days and more without any play, between the first and the last one.
CREATE TEMP TABLE IF NOT EXISTS local_holes (first INTEGER PRIMARY KEY, last INTEGER);

DELETE FROM local_holes;

INSERT INTO local_holes
SELECT previous + 1, day - 1 FROM (SELECT day, lag(day) OVER (ORDER BY day) AS previous FROM local_days) WHERE day - previous > 7;
