-- insights: Genres
SELECT genre, tracks
  FROM saved_genres
 ORDER BY tracks DESC, genre
 LIMIT ifnull(:limit, 1000);
