-- Of each playlist its items in order, as members of a JSON object.
SELECT json_quote(playlist_id) || ':' || json_group_array(json_object(
           'position', position, 'kind', kind, 'name', name, 'artists', artists, 'album', album, 'album_id', album_id,
           'uri', uri, 'added_at', added_at, 'duration_ms', duration_ms))
  FROM (SELECT item.playlist_id, position, kind, ifnull(tracks.name, item.name) AS name, albums.name AS album, album_id,
               (SELECT group_concat(name, ', ')
                  FROM (SELECT artists.name FROM main.track_artists JOIN main.artists ON artists.id = artist_id
                         WHERE track_artists.track_id = tracks.id ORDER BY track_artists.position)) AS artists,
               item.uri, added_at, duration_ms
          FROM main.playlist_items AS item
          LEFT JOIN main.tracks ON tracks.id = item.track_id
          LEFT JOIN main.albums ON albums.id = album_id
         ORDER BY item.playlist_id, position)
 GROUP BY playlist_id;
