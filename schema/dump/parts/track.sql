-- The members of a track object. A full one has artists.
'album', iif(track.album_id IS NULL, NULL, as_json((
    SELECT iif(
               .read parts/is_new_album.sql,
               json_object('id', album.id,
                   .read parts/album.sql
               ),
               json_object('id', album.id, 'name', NULL))
    FROM (SELECT *, max(seen_at, track.seen_at) AS as_of FROM albums WHERE id = track.album_id) AS album))),
'artists', iif(track.fetched_at IS NULL, NULL, as_json((
    SELECT json_list(position,
                     .read parts/named_artist.sql
                     , '{"id":null,"name":null}')
    FROM (SELECT *, track.seen_at AS as_of FROM track_artists WHERE track_id = track.id ORDER BY position)
    CROSS JOIN artists AS artist ON artist.id = artist_id))),
'disc_number', track.disc_number,
'duration_ms', track.duration_ms,
'explicit', as_json(iif(track.explicit = 1, 'true', iif(track.explicit = 0, 'false', track.explicit))),
'name', track.name,
'popularity', track.popularity,
'track_number', track.track_number,
'type', 'track',
'uri', track.uri
