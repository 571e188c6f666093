-- A saved album as last seen, and as last removed, the older first. If it was saved as less than is known of it by
-- now, the record leaves the rest to the stream of albums.
SELECT iif(is_removal OR album.seen_at >= saved.seen_at,
           json_object('id', album.id, 'added_at', added_at,
               .read parts/full_album.sql
               , '_sdc_deleted_at', iif(is_removal, deleted_at, NULL)),
           json_object('id', album.id, 'added_at', added_at)) AS saved_albums,
       iif(is_removal, deletion_seen_at, saved.seen_at) AS time_extracted
FROM (SELECT *, number = (deletion_seen_at > seen_at) AS is_removal
      FROM saved_albums JOIN (SELECT 0 AS number UNION ALL SELECT 1)) AS saved
CROSS JOIN (SELECT *, seen_at AS as_of FROM albums) AS album ON album.id = album_id
WHERE time_extracted <> '' AND time_extracted >= $since
ORDER BY album_id;
