-- insights: Decades
SELECT substr(release_date, 1, 3) || '0s' AS decade, count(*) AS tracks
  FROM list_tracks JOIN main.albums ON albums.id = album_id
 WHERE removed_at IS NULL AND release_date GLOB '[0-9][0-9][0-9][0-9]*'
 GROUP BY 1
 ORDER BY 1
 LIMIT ifnull(:limit, -1);
