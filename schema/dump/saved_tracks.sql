-- A saved track as last seen, and as last removed, the older first.
SELECT json_object('id', track.id, 'added_at', added_at, 'place', place,
           'external_ids', iif(isrc IS NULL, NULL, json_object('isrc', isrc)),
           .read parts/track.sql
           , '_sdc_deleted_at', iif(is_removal, deleted_at, NULL)) AS saved_tracks,
       iif(is_removal, deletion_seen_at, saved.seen_at) AS time_extracted
FROM (SELECT *, number = (deletion_seen_at > seen_at) AS is_removal
      FROM saved_tracks JOIN (SELECT 0 AS number UNION ALL SELECT 1)) AS saved
CROSS JOIN tracks AS track ON track.id = track_id
WHERE time_extracted <> '' AND time_extracted >= $since
ORDER BY track_id;
