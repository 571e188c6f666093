-- insights: Labels
SELECT label, sum(saved_tracks) AS tracks
  FROM list_albums
 WHERE saved_tracks > 0 AND label <> ''
 GROUP BY label
 ORDER BY tracks DESC, label
 LIMIT ifnull(:limit, 1000);
