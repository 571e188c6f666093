-- An artist in another object. Its name stands there if it is as new as that object.
json_object('id', artist.id,
            'name', iif(artist.fetched_at IS NOT NULL OR artist.seen_at >= as_of, artist.name, NULL),
            'type', 'artist', 'uri', 'spotify:artist:' || artist.id)
