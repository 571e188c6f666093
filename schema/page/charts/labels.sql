-- insights: Labels
SELECT label, count(*) AS tracks
  FROM list_tracks JOIN main.albums ON albums.id = album_id
 WHERE removed_at IS NULL AND label <> ''
 GROUP BY label
 ORDER BY tracks DESC, label
 LIMIT ifnull(:limit, 1000);
