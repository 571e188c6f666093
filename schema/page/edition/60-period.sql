-- What a request asks for: from the second `begins` to before `ends`, and the days of these. The newest row counts. reach:
-- whether it has all plays, most of them, or some, which are found by time.
CREATE TEMP TABLE periods (
    id INTEGER PRIMARY KEY, begins INTEGER, ends INTEGER, first_day INTEGER, last_day INTEGER, reach TEXT
);

CREATE TEMP VIEW period AS SELECT * FROM periods WHERE id = (SELECT max(id) FROM periods);

-- The recordings, artists and albums that were played in the period, and the first songs of these.
CREATE TEMP VIEW period_recordings AS
SELECT number AS recording, recordings.plays, recordings.ms FROM period CROSS JOIN recordings WHERE reach = 'all'
UNION ALL
SELECT recording, count(*), sum(ms)
  FROM period CROSS JOIN heard INDEXED BY heard_by_recording
 WHERE reach = 'most' AND recording IS NOT NULL AND at >= begins AND at < ends
 GROUP BY recording
UNION ALL
SELECT recording, count(*), sum(ms)
  FROM period CROSS JOIN heard INDEXED BY heard_by_time
 WHERE reach = 'some' AND recording IS NOT NULL AND at >= begins AND at < ends
 GROUP BY recording;

CREATE TEMP VIEW period_artists AS
SELECT every.artist, min(song) AS song, count(*) AS plays, sum(ms) AS ms
  FROM period
 CROSS JOIN heard_artists AS every
 CROSS JOIN heard INDEXED BY heard_by_artist ON heard.artist = every.artist AND at >= begins AND at < ends
 GROUP BY every.artist;

CREATE TEMP VIEW period_albums AS
SELECT every.album, min(song) AS song, count(*) AS plays, sum(ms) AS ms
  FROM period
 CROSS JOIN heard_albums AS every
 CROSS JOIN heard INDEXED BY heard_by_album ON heard.album = every.album AND at >= begins AND at < ends
 GROUP BY every.album;
