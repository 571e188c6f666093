-- A play that shares a row with one that is due is due too. A row has no track_id here, and a play none of the last two.
WITH RECURSIVE reach (at, id, ms_played, names) AS (
    SELECT played_at, track_id, NULL, NULL FROM listens_due
    UNION
    SELECT ts, uri, candidate.ms_played, candidate.names
    FROM reach CROSS JOIN listen_candidates AS candidate
    WHERE reach.names IS NULL AND played_at = at AND track_id = id
        AND ts BETWEEN strftime('%Y-%m-%dT%H:%M:%S', at, '-120 seconds')
            AND strftime('%Y-%m-%dT%H:%M:%SZ', at, '+60 seconds')
    UNION
    SELECT ts, uri, candidate.ms_played, candidate.names
    FROM reach CROSS JOIN listen_candidates AS candidate
    WHERE reach.names IS NULL AND played_at = at AND track_id = id
        AND started_at BETWEEN strftime('%Y-%m-%dT%H:%M:%S', at, '-120 seconds')
            AND strftime('%Y-%m-%dT%H:%M:%SZ', at, '+60 seconds')
    UNION
    SELECT played_at, track_id, NULL, NULL
    FROM reach CROSS JOIN listen_candidates AS candidate
    WHERE ts = at AND uri = id AND candidate.ms_played = reach.ms_played
        AND candidate.names = reach.names
        AND played_at BETWEEN strftime('%Y-%m-%dT%H:%M:%S', at, '-60 seconds')
            AND strftime('%Y-%m-%dT%H:%M:%SZ', at, '+120 seconds')
    UNION
    SELECT played_at, track_id, NULL, NULL
    FROM reach CROSS JOIN listen_candidates AS candidate
    WHERE ts = at AND uri = id AND candidate.ms_played = reach.ms_played
        AND candidate.names = reach.names
        AND played_at BETWEEN strftime('%Y-%m-%dT%H:%M:%S', at, '-61 seconds',
                                       (-reach.ms_played / 1000) || ' seconds')
            AND strftime('%Y-%m-%dT%H:%M:%SZ', at, '+120 seconds',
                         (-reach.ms_played / 1000) || ' seconds')
)
INSERT INTO listens_due (played_at, track_id)
SELECT at, id FROM reach WHERE names IS NULL
ON CONFLICT DO NOTHING;
