-- What has all the words of :id, of the last one perhaps only the beginning, as one JSON object: first what is called so or
-- begins so, by name, then the rest, in the order of its list.
WITH found AS (
    SELECT * FROM (SELECT 'tracks' AS kind, 0 AS source, name_key AS key, rowid AS place FROM list_tracks
                    WHERE name_key >= fold(:id) AND name_key < fold(:id) || char(1114111) AND fold(:id) <> ''
                    ORDER BY name_key LIMIT 20)
    UNION ALL
    SELECT * FROM (SELECT 'tracks' AS kind, 0 AS source, name_key AS key, number AS place FROM other_tracks
                    WHERE name_key >= fold(:id) AND name_key < fold(:id) || char(1114111) AND fold(:id) <> ''
                    ORDER BY name_key LIMIT 20)
    UNION ALL
    SELECT * FROM (SELECT 'tracks', 1, '', rowid FROM found_tracks WHERE found_tracks MATCH query(:id) LIMIT 40)
    UNION ALL
    SELECT * FROM (SELECT 'albums' AS kind, 0 AS source, name_key AS key, rowid AS place FROM list_albums
                    WHERE name_key >= fold(:id) AND name_key < fold(:id) || char(1114111) AND fold(:id) <> ''
                    ORDER BY name_key LIMIT 20)
    UNION ALL
    SELECT * FROM (SELECT 'albums', 1, '', rowid FROM found_albums WHERE found_albums MATCH query(:id) LIMIT 40)
    UNION ALL
    SELECT * FROM (SELECT 'artists' AS kind, 0 AS source, name_key AS key, rowid AS place FROM list_artists
                    WHERE name_key >= fold(:id) AND name_key < fold(:id) || char(1114111) AND fold(:id) <> ''
                    ORDER BY name_key LIMIT 20)
    UNION ALL
    SELECT * FROM (SELECT 'artists', 1, '', rowid FROM found_artists WHERE found_artists MATCH query(:id) LIMIT 40)
    UNION ALL
    SELECT * FROM (SELECT 'playlists' AS kind, 0 AS source, name_key AS key, rowid AS place FROM list_playlists
                    WHERE name_key >= fold(:id) AND name_key < fold(:id) || char(1114111) AND fold(:id) <> ''
                    ORDER BY name_key LIMIT 20)
    UNION ALL
    SELECT * FROM (SELECT 'playlists', 1, '', rowid FROM found_playlists WHERE found_playlists MATCH query(:id) LIMIT 40)),
ranked AS MATERIALIZED (
    SELECT kind, place, row_number() OVER (PARTITION BY kind ORDER BY source, key, place) AS rank
      FROM (SELECT kind, place, min(source) AS source, key FROM found GROUP BY kind, place))
SELECT json_object(
           'tracks', (
               SELECT json_group_array(json_object(
                          'id', tracks.id, 'uri', tracks.uri, 'name', tracks.name, 'artists', ifnull(artists, song_names.artist), 'album', albums.name,
                          'saved', json(iif(list_tracks.id IS NOT NULL AND removed_at IS NULL, '1', '0')),
                          'removed_at', removed_at))
                 FROM (SELECT * FROM ranked WHERE kind = 'tracks' AND rank <= 20 ORDER BY rank)
                 LEFT JOIN list_tracks ON list_tracks.rowid = place
                 LEFT JOIN other_tracks ON other_tracks.number = place
                 JOIN main.tracks ON tracks.id = ifnull(list_tracks.id, other_tracks.id)
                 JOIN song_names ON song_names.number = tracks.rowid
                 LEFT JOIN main.albums ON albums.id = tracks.album_id),
           'artists', (
               SELECT json_group_array(json_object('id', id, 'uri', uri, 'name', name, 'saved_tracks', saved_tracks))
                 FROM (SELECT * FROM ranked WHERE kind = 'artists' AND rank <= 20 ORDER BY rank)
                 JOIN list_artists ON list_artists.rowid = place),
           'albums', (
               SELECT json_group_array(json_object('id', id, 'uri', uri, 'name', name, 'artists', artists,
                                                   'saved', saved, 'removed_at', removed_at))
                 FROM (SELECT * FROM ranked WHERE kind = 'albums' AND rank <= 20 ORDER BY rank)
                 JOIN list_albums ON list_albums.rowid = place),
           'playlists', (
               SELECT json_group_array(json_object('id', id, 'uri', uri, 'name', name, 'owner_id', owner_id,
                                                   'total_items', total_items, 'removed_at', removed_at))
                 FROM (SELECT * FROM ranked WHERE kind = 'playlists' AND rank <= 20 ORDER BY rank)
                 JOIN list_playlists ON list_playlists.rowid = place));
