-- An artist in another object.
json_object('id', artist.id,
            'name', iif(
                .read parts/is_new_artist.sql
                , artist.name, NULL),
            'type', 'artist', 'uri', 'spotify:artist:' || artist.id)
