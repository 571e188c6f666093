-- The recording heard most in each month, by plays and by time.
CREATE TEMP TABLE IF NOT EXISTS month_songs (month TEXT, ranked_by TEXT, recording INTEGER, plays INTEGER, ms INTEGER);

DELETE FROM month_songs;

-- Only what was heard near its ends, or most between them (month_tops), can be that.
CREATE TEMP TABLE IF NOT EXISTS month_candidates (
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
     WHERE recording IS NOT NULL
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

DELETE FROM month_candidates;
