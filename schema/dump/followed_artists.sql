-- A followed artist as last seen, and as last removed, the older first. If it was followed as less than is known of
-- it by now, the record leaves the rest to the stream of artists.
SELECT iif(is_removal OR artist.seen_at >= followed.seen_at,
           json_object('id', artist.id,
               .read parts/artist.sql
               , '_sdc_deleted_at', iif(is_removal, deleted_at, NULL)),
           json_object('id', artist.id)) AS followed_artists,
       iif(is_removal, deletion_seen_at, followed.seen_at) AS time_extracted
FROM (SELECT *, number = (deletion_seen_at > seen_at) AS is_removal
      FROM followed_artists JOIN (SELECT 0 AS number UNION ALL SELECT 1)) AS followed
CROSS JOIN artists AS artist ON artist.id = artist_id
WHERE time_extracted <> '' AND time_extracted >= $since
ORDER BY artist_id;
