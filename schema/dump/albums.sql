-- An album as last seen, and when it was last found missing, the older first.
SELECT iif(is_missed,
           json_object('id', id, 'unavailable_at', missed_at),
           json_object('id', id,
               .read parts/full_album.sql
           )) AS albums,
       iif(is_missed, missed_seen_at, seen_at) AS time_extracted
FROM (SELECT *, seen_at AS as_of, number = (missed_seen_at > seen_at) AS is_missed
      FROM albums JOIN (SELECT 0 AS number UNION ALL SELECT 1)) AS album
WHERE (missed_seen_at <> '' OR NOT is_missed)
    AND time_extracted >= $since
ORDER BY album.id;
