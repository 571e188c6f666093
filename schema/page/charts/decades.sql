-- insights: Decades
SELECT substr(release_date, 1, 3) || '0s' AS decade, sum(saved_tracks) AS tracks
  FROM list_albums
 WHERE saved_tracks > 0 AND release_date GLOB '[0-9][0-9][0-9][0-9]*'
 GROUP BY 1
 ORDER BY 1
 LIMIT ifnull(:limit, -1);
