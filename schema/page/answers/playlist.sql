-- The playlist :id and :limit of its items from :offset on, as one JSON object.
SELECT json_object(
           'playlist', json_object(
               'id', id, 'uri', 'spotify:playlist:' || id, 'name', name, 'description', description, 'owner_id', owner_id,
               'public', public, 'collaborative', collaborative, 'total_items', total_items, 'removed_at', removed_at),
           'total', (SELECT count(*) FROM main.playlist_items WHERE playlist_id = playlists.id),
           'offset', :offset,
           'items', (
               SELECT json_group_array(json_object(
                          'position', position, 'kind', kind, 'name', name, 'artists', artists, 'album', album, 'uri', uri,
                          'track_id', track_id, 'added_at', added_at, 'added_by', added_by, 'duration_ms', duration_ms))
                 FROM (SELECT position, kind, ifnull(tracks.name, item.name) AS name, albums.name AS album,
                              (SELECT group_concat(name, ', ')
                                 FROM (SELECT artists.name
                                         FROM main.track_artists JOIN main.artists ON artists.id = artist_id
                                        WHERE track_artists.track_id = tracks.id ORDER BY track_artists.position)) AS artists,
                              item.uri, track_id, added_at, added_by, duration_ms
                         FROM (SELECT * FROM main.playlist_items
                                WHERE playlist_id = playlists.id ORDER BY position LIMIT :limit OFFSET :offset) AS item
                         LEFT JOIN main.tracks ON tracks.id = track_id
                         LEFT JOIN main.albums ON albums.id = album_id
                        ORDER BY position)))
  FROM main.playlists
 WHERE id = :id;
