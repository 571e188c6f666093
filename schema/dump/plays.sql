-- A play, of which nothing says when it was read: its own time stands for that. Its track is the known one if the play
-- says the same of it, else what the play says.
SELECT json_object('played_at', played_at, 'track_id', track_id, 'context_uri', context_uri,
           'track', iif(track.fetched_at IS NOT NULL AND track.seen_at >= at
                        AND (track.name, track.isrc,
                             (SELECT name FROM albums AS album WHERE id = album_id AND
                              .read parts/is_new_album.sql
                             ),
                             (SELECT artist.name
                              FROM (SELECT artist_id, track.seen_at AS as_of FROM track_artists
                                    WHERE track_id = track.id AND position = 0)
                              CROSS JOIN artists AS artist ON artist.id = artist_id WHERE
                              .read parts/is_new_artist.sql
                             ))
                            IS (play.name, play.isrc, play.album, play.artist),
                        json_object('id', track.id, 'external_ids', json_object('isrc', track.isrc),
                            .read parts/track.sql
                        ),
                        json_object('name', play.name,
                                    'album', json_object('name', play.album),
                                    'artists', json_array(json_object('name', play.artist)),
                                    'external_ids', json_object('isrc', play.isrc)))) AS plays,
       at AS time_extracted
FROM (SELECT *, substr(played_at, 1, 19) || '.' || substr(rtrim(substr(played_at, 21), 'Z') || '000000', 1, 6) || 'Z' AS at
      FROM plays) AS play
CROSS JOIN tracks AS track ON track.id = track_id
WHERE at >= $since
ORDER BY played_at, play.track_id;
