-- Version 10: what people ask for, as views, so that a question is one line.
PRAGMA user_version = 10;

-- The artists and genres of a track are one text each. What somebody has made under one of these names stays.
CREATE VIEW IF NOT EXISTS liked_songs
    (added_at, name, artists, album, release_date, duration_ms, genres, isrc, track_id, uri)
AS SELECT added_at, track.name,
       (SELECT group_concat(name, ', ')
        FROM (SELECT name FROM track_artists AS link JOIN artists ON id = artist_id
              WHERE link.track_id = track.id ORDER BY position)),
       albums.name, release_date, duration_ms,
       (SELECT group_concat(genre, ', ')
        FROM (SELECT genre FROM track_artists AS link JOIN artist_genres USING (artist_id)
              WHERE link.track_id = track.id GROUP BY genre ORDER BY min(position), genre)),
       isrc, track.id, ifnull(uri, 'spotify:track:' || track.id)
FROM saved_tracks
JOIN tracks AS track ON track.id = track_id
LEFT JOIN albums ON albums.id = album_id
WHERE removed_at IS NULL;

-- An item that is no track has its own name.
CREATE VIEW IF NOT EXISTS playlist_songs
    (playlist, position, name, artists, album, release_date, duration_ms, added_at, added_by, kind, isrc, track_id, uri,
     playlist_id)
AS SELECT playlists.name, position, ifnull(track.name, item.name),
       (SELECT group_concat(name, ', ')
        FROM (SELECT name FROM track_artists AS link JOIN artists ON id = artist_id
              WHERE link.track_id = item.track_id ORDER BY position)),
       albums.name, release_date, duration_ms, item.added_at, added_by, kind, isrc, item.track_id,
       ifnull(item.uri, 'spotify:track:' || item.track_id), playlists.id
FROM playlists
JOIN playlist_items AS item ON item.playlist_id = playlists.id
LEFT JOIN tracks AS track ON track.id = item.track_id
LEFT JOIN albums ON albums.id = album_id
WHERE removed_at IS NULL;

-- Every play once, as in listens, with all artists where the track is known. local_time: on this machine's clock.
CREATE VIEW IF NOT EXISTS play_log
    (played_at, local_time, name, artists, album, ms_played, skipped, liked, source, track_id, uri)
AS SELECT listened_at, strftime('%Y-%m-%d %H:%M:%S', listened_at, 'localtime'), name,
       ifnull((SELECT group_concat(name, ', ')
               FROM (SELECT name FROM track_artists AS link JOIN artists ON id = artist_id
                     WHERE link.track_id = listen.track_id ORDER BY position)), artist),
       ifnull(album, (SELECT albums.name FROM tracks JOIN albums ON albums.id = album_id
                      WHERE tracks.id = listen.track_id)),
       ms_played, skipped,
       EXISTS (SELECT 1 FROM saved_tracks AS saved WHERE saved.track_id = listen.track_id AND removed_at IS NULL),
       source, track_id, uri
FROM listens AS listen;
