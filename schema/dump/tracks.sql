-- Every track that something names.
SELECT json_object('id', id, 'external_ids', iif(isrc IS NULL, NULL, json_object('isrc', isrc)),
           .read parts/track.sql
       ) AS tracks,
       seen_at AS time_extracted
FROM tracks AS track
WHERE seen_at >= $since
ORDER BY id;
