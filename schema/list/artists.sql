-- The artists of liked songs and those who are followed, by their number of liked songs.
SELECT json_object('name', name, 'liked_songs', songs, 'followed', json(iif(followed, 'true', 'false')), 'genres', genres,
                   'artist_id', id, 'uri', 'spotify:artist:' || id),
       name AS "Artist", songs AS "Songs", iif(followed, 'followed', '') AS "Followed", genres AS "Genres"
FROM (SELECT artist.id, artist.name, ifnull(songs, 0) AS songs, followed.artist_id IS NOT NULL AS followed,
             (SELECT group_concat(genre, ', ')
              FROM (SELECT genre FROM artist_genres AS link WHERE link.artist_id = artist.id ORDER BY genre)) AS genres
      FROM artists AS artist
      LEFT JOIN (SELECT artist_id, count(DISTINCT track_id) AS songs
                 FROM saved_tracks JOIN track_artists USING (track_id)
                 WHERE removed_at IS NULL GROUP BY artist_id) AS liked ON liked.artist_id = artist.id
      LEFT JOIN (SELECT artist_id FROM followed_artists WHERE removed_at IS NULL) AS followed
          ON followed.artist_id = artist.id
      WHERE songs > 0 OR followed.artist_id IS NOT NULL)
ORDER BY songs DESC, name COLLATE NOCASE, id
LIMIT :limit;
