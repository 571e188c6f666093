-- The saved albums, the last saved first.
SELECT json_object('added_at', added_at, 'name', name, 'artists', artists, 'release_date', release_date,
                   'total_tracks', total_tracks, 'label', label, 'album_id', id, 'uri', 'spotify:album:' || id),
       name AS "Album", artists AS "Artists", substr(release_date, 1, 4) AS "Year",
       strftime('%Y-%m-%d', added_at, 'localtime') AS "Saved"
FROM (SELECT saved.added_at, album.*,
             (SELECT group_concat(name, ', ')
              FROM (SELECT name FROM album_artists AS link JOIN artists ON id = artist_id
                    WHERE link.album_id = album.id ORDER BY position)) AS artists
      FROM saved_albums AS saved JOIN albums AS album ON album.id = album_id
      WHERE removed_at IS NULL)
ORDER BY added_at DESC, id
LIMIT :limit;
