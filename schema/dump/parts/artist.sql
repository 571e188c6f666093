-- The members of an artist object. A full one has genres.
'name', artist.name,
'genres', iif(artist.fetched_at IS NULL, NULL,
              json((SELECT json_group_array(genre)
                    FROM (SELECT genre FROM artist_genres WHERE artist_id = artist.id ORDER BY genre)))),
'followers', iif(artist.followers IS NULL, NULL, json_object('total', artist.followers)),
'popularity', artist.popularity,
'type', 'artist',
'uri', 'spotify:artist:' || artist.id
