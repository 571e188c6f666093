-- What `export` reads of a library: tracks and albums as Spotify's own objects, with what formats (cmd/convert/) need
-- besides. The artists of a track that only the history names are not known: null leaves what the history says of them.
CREATE TEMP VIEW exported_albums (album_id, name, label, album) AS
SELECT id, name, label, json_object(
    'id', id, 'uri', 'spotify:album:' || id, 'name', name, 'album_type', album_type, 'release_date', release_date,
    'release_date_precision', release_date_precision, 'total_tracks', total_tracks,
    'external_ids', json_object('upc', upc),
    'images', iif(image_url IS NULL, json('[]'), json_array(json_object('url', image_url))),
    'artists', (SELECT json_group_array(json_object('id', artist_id, 'name', name))
                FROM (SELECT artist_id, name
                      FROM main.album_artists AS link JOIN main.artists AS artist ON artist.id = artist_id
                      WHERE link.album_id = album.id ORDER BY position)))
FROM main.albums AS album;

CREATE TEMP VIEW exported_tracks (track_id, track) AS
SELECT id, json_object(
    'kind', 'track', 'id', id, 'uri', ifnull(uri, 'spotify:track:' || id), 'name', track.name,
    'duration_ms', duration_ms, 'explicit', json(CASE explicit WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END),
    'disc_number', disc_number, 'track_number', track_number, 'popularity', popularity,
    'external_ids', json_object('isrc', isrc), 'album', json(album), 'label', label,
    'artists', json(nullif((SELECT json_group_array(json_object('id', artist_id, 'name', name))
                            FROM (SELECT artist_id, name
                                  FROM main.track_artists AS link JOIN main.artists AS artist ON artist.id = artist_id
                                  WHERE link.track_id = track.id ORDER BY position)), '[]')),
    'genres', (SELECT json_group_array(genre)
               FROM (SELECT genre
                     FROM main.track_artists AS link JOIN main.artist_genres USING (artist_id)
                     WHERE link.track_id = track.id GROUP BY genre ORDER BY min(position), genre)))
FROM main.tracks AS track
LEFT JOIN exported_albums USING (album_id);
