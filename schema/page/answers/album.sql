-- The album :id and its known tracks in order, as one JSON object.
SELECT json_object(
           'album', json_object(
               'id', albums.id, 'uri', 'spotify:album:' || albums.id, 'name', albums.name,
               'artists', (SELECT group_concat(name, ', ')
                             FROM (SELECT artists.name FROM main.album_artists JOIN main.artists ON artists.id = artist_id
                                    WHERE album_id = albums.id ORDER BY position)),
               'album_type', album_type, 'release_date', release_date, 'total_tracks', total_tracks, 'label', label,
               'popularity', albums.popularity, 'unavailable_at', unavailable_at,
               'saved', EXISTS (SELECT 1 FROM main.saved_albums WHERE album_id = albums.id AND removed_at IS NULL)),
           'tracks', (
               SELECT json_group_array(json_object(
                          'id', id, 'uri', uri, 'name', name, 'artists', artists, 'album', albums.name,
                          'album_id', album_id, 'disc_number', disc_number, 'track_number', track_number,
                          'duration_ms', duration_ms, 'explicit', explicit, 'popularity', popularity,
                          'added_at', added_at, 'removed_at', removed_at))
                 FROM (SELECT tracks.*, added_at, removed_at,
                              (SELECT group_concat(name, ', ')
                                 FROM (SELECT artists.name
                                         FROM main.track_artists JOIN main.artists ON artists.id = artist_id
                                        WHERE track_artists.track_id = tracks.id ORDER BY position)) AS artists
                         FROM songs
                         JOIN main.tracks ON tracks.rowid = number
                         LEFT JOIN main.saved_tracks ON track_id = tracks.id
                        WHERE album = albums.rowid
                        ORDER BY disc_number, track_number, tracks.id
                        LIMIT 1000)))
  FROM main.albums
 WHERE albums.id = :id;
