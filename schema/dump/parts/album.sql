-- The members of an album object, with the names that its artists had at as_of.
'album_type', album.album_type,
'total_tracks', album.total_tracks,
'artists', as_json((SELECT json_list(position,
                                  .read parts/named_artist.sql
                                  , '{"id":null,"name":null}')
                 FROM (SELECT * FROM album_artists WHERE album_id = album.id ORDER BY position)
                 CROSS JOIN artists AS artist ON artist.id = artist_id)),
'images', iif(album.image_url IS NULL, json('[]'), json_array(json_object('url', album.image_url))),
'name', album.name,
'release_date', album.release_date,
'release_date_precision', album.release_date_precision,
'type', 'album',
'uri', 'spotify:album:' || album.id
