-- What has all the :words in its name, artists or album, each of them perhaps only the beginning of a word: songs, albums,
-- artists, playlists, shows, episodes and audiobooks. `place`: where it is found.
WITH words AS (
    SELECT value AS word FROM json_each('["' || replace(fold(:words), ' ', '","') || '"]') WHERE value <> ''
),
listed AS (
    SELECT 1 AS rank, 'song' AS kind, track.id, track.name,
           (SELECT group_concat(name, ', ')
            FROM (SELECT name FROM track_artists AS link JOIN artists ON id = artist_id
                  WHERE link.track_id = track.id ORDER BY position)) AS artists,
           albums.name AS album, ifnull(uri, 'spotify:track:' || track.id) AS uri
    FROM tracks AS track LEFT JOIN albums ON albums.id = album_id
    UNION ALL
    SELECT 2, 'album', album.id, album.name,
           (SELECT group_concat(name, ', ')
            FROM (SELECT name FROM album_artists AS link JOIN artists ON id = artist_id
                  WHERE link.album_id = album.id ORDER BY position)), NULL, 'spotify:album:' || album.id
    FROM saved_albums JOIN albums AS album ON album.id = album_id
    WHERE removed_at IS NULL
    UNION ALL
    SELECT 3, 'artist', id, name, NULL, NULL, 'spotify:artist:' || id
    FROM followed_artists JOIN artists ON id = artist_id WHERE removed_at IS NULL
    UNION ALL
    SELECT 4, 'playlist', id, name, NULL, NULL, 'spotify:playlist:' || id FROM playlists WHERE removed_at IS NULL
    UNION ALL
    SELECT 5, 'show', id, name, publisher, NULL, 'spotify:show:' || id
    FROM saved_shows JOIN shows ON id = show_id WHERE removed_at IS NULL
    UNION ALL
    SELECT 6, 'episode', episode.id, episode.name, shows.name, NULL, 'spotify:episode:' || episode.id
    FROM saved_episodes
    JOIN episodes AS episode ON episode.id = episode_id
    LEFT JOIN shows ON shows.id = show_id
    WHERE removed_at IS NULL
    UNION ALL
    SELECT 7, 'audiobook', book.id, book.name,
           (SELECT group_concat(name, ', ') FROM audiobook_authors AS author WHERE author.audiobook_id = book.id), NULL,
           'spotify:show:' || book.id
    FROM saved_audiobooks JOIN audiobooks AS book ON book.id = audiobook_id WHERE removed_at IS NULL
),
found AS (
    SELECT *
    FROM (SELECT listed.*,
                 ' ' || fold(ifnull(name, '') || ' ' || ifnull(artists, '') || ' ' || ifnull(album, '')) AS folded
          FROM listed LIMIT -1)
    WHERE EXISTS (SELECT 1 FROM words) AND NOT EXISTS (SELECT 1 FROM words WHERE instr(folded, ' ' || word) = 0)
),
placed AS (
    SELECT rank, kind, name, artists, album, uri,
           EXISTS (SELECT 1 FROM saved_tracks AS saved WHERE kind = 'song' AND track_id = id AND removed_at IS NULL) AS liked,
           CASE kind WHEN 'song' THEN (
               SELECT json_group_array(name)
               FROM (SELECT DISTINCT playlists.name
                     FROM playlist_items AS item JOIN playlists ON playlists.id = playlist_id
                     WHERE item.track_id = found.id AND removed_at IS NULL ORDER BY playlists.name)) END AS lists
    FROM found
)
SELECT json_object('kind', kind, 'name', name, 'artists', artists, 'album', album,
                   'liked', json(CASE WHEN kind <> 'song' THEN 'null' WHEN liked THEN 'true' ELSE 'false' END),
                   'playlists', json(lists), 'uri', uri),
       name AS "Name", artists AS "Artists",
       CASE WHEN kind <> 'song' THEN kind
            ELSE substr(iif(liked, ', liked', '')
                        || ifnull((SELECT group_concat(', ' || value, '') FROM json_each(lists)), '')
                        || iif(liked OR lists <> '[]', '', ', played or removed'), 3) END AS "Where",
       album AS "Album"
FROM placed
ORDER BY rank, liked DESC, name COLLATE NOCASE, uri
LIMIT :limit;
