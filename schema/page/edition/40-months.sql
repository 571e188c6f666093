-- How often each recording was played in each month, but for the hours at its ends that belong to other months in other zones.

CREATE TEMP TABLE month_cores (number INTEGER PRIMARY KEY, month TEXT UNIQUE, begins INTEGER, ends INTEGER);

WITH months AS (
    SELECT date(min(at), 'unixepoch', 'start of month') AS first, max(at) AS last FROM quarters HAVING count(*) > 0
    UNION ALL
    SELECT date(first, '+1 month'), last FROM months WHERE strftime('%s', first, '+1 month') + 0 <= last
    LIMIT 2000)
INSERT INTO month_cores (month, begins, ends)
SELECT substr(first, 1, 7), strftime('%s', first, '+13 hours') + 0, strftime('%s', first, '+1 month', '-15 hours') + 0
  FROM months;

CREATE TEMP TABLE month_counts (
    number INTEGER, recording INTEGER, plays INTEGER, ms INTEGER, PRIMARY KEY (number, recording)
) WITHOUT ROWID;

INSERT INTO month_counts
SELECT month_cores.number, recording, count(*), sum(ms)
  FROM month_cores
 CROSS JOIN heard INDEXED BY heard_by_time ON at >= begins AND at < ends
 WHERE recording IS NOT NULL
 GROUP BY 1, 2;

-- Those with the most of them, by plays and by time: of equals the one with the largest time, and of these the first.
CREATE TEMP TABLE month_tops AS
SELECT number, recording, plays, ms
  FROM (SELECT number, recording, plays, ms, max(plays * 1000000000000 + ms) FROM month_counts GROUP BY number)
UNION ALL
SELECT number, recording, plays, ms
  FROM (SELECT number, recording, plays, max(ms) AS ms FROM month_counts GROUP BY number);
