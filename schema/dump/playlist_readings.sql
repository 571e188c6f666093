-- When a playlist's contents were read before the newest reading, which its own record brings.
SELECT json_object('playlist_id', playlist_id, 'seen_at', seen_at, 'snapshot_id', snapshot_id, 'items_digest', items_digest) AS playlist_readings,
       seen_at AS time_extracted
FROM playlist_readings AS reading
WHERE seen_at < (SELECT max(seen_at) FROM playlist_readings AS newest WHERE newest.playlist_id = reading.playlist_id)
    AND seen_at >= $since
ORDER BY playlist_id, seen_at;
