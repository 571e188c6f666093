-- The artist :id and the known tracks, saved ones first, as one JSON object.
SELECT json_object(
           'artist', json_object(
               'id', artists.id, 'uri', 'spotify:artist:' || artists.id, 'name', artists.name,
               'genres', (SELECT group_concat(genre, ', ') FROM main.artist_genres WHERE artist_id = artists.id),
               'popularity', popularity, 'followers', followers, 'unavailable_at', unavailable_at,
               'followed', EXISTS (SELECT 1 FROM main.followed_artists WHERE artist_id = artists.id AND removed_at IS NULL)),
           'tracks', (
               SELECT json_group_array(json_object(
                          'id', id, 'uri', uri, 'name', name, 'artists', artists, 'album', album, 'album_id', album_id,
                          'duration_ms', duration_ms, 'explicit', explicit, 'popularity', popularity,
                          'added_at', added_at, 'removed_at', removed_at))
                 FROM (SELECT tracks.*, albums.name AS album, added_at, removed_at,
                              (SELECT group_concat(name, ', ')
                                 FROM (SELECT artists.name
                                         FROM main.track_artists JOIN main.artists ON artists.id = artist_id
                                        WHERE track_artists.track_id = tracks.id ORDER BY position)) AS artists
                         FROM (SELECT DISTINCT number FROM song_artists
                                WHERE artist = artists.rowid)
                         JOIN main.tracks ON tracks.rowid = number
                         LEFT JOIN main.saved_tracks ON track_id = tracks.id
                         LEFT JOIN main.albums ON albums.id = album_id
                        ORDER BY added_at IS NULL, removed_at IS NOT NULL, added_at DESC, tracks.id
                        LIMIT 1000)))
  FROM main.artists
 WHERE artists.id = :id;
