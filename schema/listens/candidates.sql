-- What the plays that are due may be: plays and rows as numbers in the order of time, and the distance between them.
SELECT dense_rank() OVER (ORDER BY played_at, track_id),
       dense_rank() OVER (ORDER BY ts, uri, ms_played, names),
       distance, played_at, track_id, ts, uri, ms_played, names
FROM (SELECT candidate.*
      FROM listens_due AS due CROSS JOIN listen_candidates AS candidate
      WHERE candidate.played_at = due.played_at AND candidate.track_id = due.track_id
          AND ts BETWEEN strftime('%Y-%m-%dT%H:%M:%S', due.played_at, '-120 seconds')
              AND strftime('%Y-%m-%dT%H:%M:%SZ', due.played_at, '+60 seconds')
      UNION
      SELECT candidate.*
      FROM listens_due AS due CROSS JOIN listen_candidates AS candidate
      WHERE candidate.played_at = due.played_at AND candidate.track_id = due.track_id
          AND started_at BETWEEN strftime('%Y-%m-%dT%H:%M:%S', due.played_at, '-120 seconds')
              AND strftime('%Y-%m-%dT%H:%M:%SZ', due.played_at, '+60 seconds'))
ORDER BY 1, 2;
