-- The members of an artist object. A full one has genres.
'name', artist.name,
'genres', iif(artist.fetched_at IS NULL, NULL,
              as_json((SELECT json_group_array(genre)
                    FROM (SELECT genre FROM artist_genres WHERE artist_id = artist.id ORDER BY genre)))),
'followers', iif(artist.followers IS NULL, NULL, json_object('total', artist.followers)),
'images', iif(artist.fetched_at IS NULL, NULL,
              iif(artist.image_url IS NULL, json('[]'), json_array(json_object('url', artist.image_url)))),
'popularity', artist.popularity,
'type', 'artist',
'uri', 'spotify:artist:' || artist.id
