-- A followed artist as first and last seen, and as last removed, the oldest first. If it was followed as less than is
-- known of it by now, the record leaves the rest to the stream of artists.
SELECT iif(is_removal OR artist.seen_at >= at,
           json_object('id', artist.id,
               .read parts/artist.sql
               , '_sdc_deleted_at', iif(is_removal, deleted_at, NULL)),
           json_object('id', artist.id)) AS followed_artists,
       at AS time_extracted
FROM (SELECT *, number = 3 - (deletion_seen_at <= seen_at) * 2 AS is_removal,
             CASE number WHEN 0 THEN nullif(first_seen_at, seen_at)
                         WHEN 2 THEN seen_at ELSE deletion_seen_at END AS at
      FROM followed_artists JOIN (SELECT 0 AS number UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3)
      WHERE number <> 1 + (deletion_seen_at <= seen_at) * 2) AS followed
CROSS JOIN artists AS artist ON artist.id = artist_id
WHERE at <> '' AND at >= $since
ORDER BY artist_id;
