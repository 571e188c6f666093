-- The playlists one by one: the items of the newest reading, and then the playlist itself.
SELECT id AS playlist_id, ifnull((SELECT max(seen_at) FROM playlist_readings WHERE playlist_id = playlists.id), '') AS read_at
FROM playlists
ORDER BY id;

-- A track is as new as it was seen by then, and has its ISRC if the history of the items does.
SELECT json_object('playlist_id', $playlist_id, 'position', position, 'snapshot_id', snapshot_id,
           'added_at', added_at, 'added_by', added_by, 'kind', kind, 'track_id', track_id, 'uri', item.uri,
           'name', item.name,
           'track', iif(track.fetched_at IS NULL, NULL, json_object('id', track.id,
               'external_ids', iif(track.isrc IS NULL OR EXISTS (
                   SELECT 1 FROM playlist_item_history AS history
                   WHERE history.playlist_id = $playlist_id AND history.uri = item.uri
                       AND history.added_at = ifnull(item.added_at, '') AND ifnull(history.isrc, '') < track.isrc),
                   NULL, json_object('isrc', track.isrc)),
               .read parts/track.sql
           ))) AS playlist_items,
       iif(track.fetched_at IS NOT NULL, min($read_at, track.seen_at), $read_at) AS time_extracted
FROM playlist_items AS item
CROSS JOIN (SELECT snapshot_id FROM playlist_readings WHERE playlist_id = $playlist_id AND seen_at = $read_at)
LEFT JOIN tracks AS track ON track.id = track_id
WHERE playlist_id = $playlist_id AND $read_at >= $since
ORDER BY position;

-- A reading, a doubt and a sight of one time are one record, with a name that the playlist had at that time. A refusal has
-- a snapshot of its own, and so a record, the lesser one of its time. What is no news of the items repeats what is known.
SELECT json_object('id', id, 'name', iif(is_lesser, NULL, iif(kind = 'removal', name, name_then)),
           'description', iif(is_lesser, NULL, description),
           'owner', iif(is_lesser OR owner_id IS NULL, NULL, json_object('id', owner_id)),
           'public', as_json(iif(public = 1, 'true', iif(public = 0, 'false', public))),
           'collaborative', as_json(iif(collaborative = 1, 'true', iif(collaborative = 0, 'false', collaborative))),
           'snapshot_id', iif(kind = 'refusal', items_refused_snapshot_id, snapshot_id),
           'items', iif(total_items IS NULL, NULL, json_object('total', total_items)),
           'items_snapshot_id', iif(at = $read_at, read_snapshot_id, iif(is_news, NULL, items_snapshot_id)),
           'items_total', iif(is_news AND at <> $read_at, NULL, total),
           'items_digest', items_digest,
           'items_doubted', iif(is_news AND at <> items_doubted_seen_at, NULL, items_doubted),
           'items_refused', iif(kind = 'refusal', json('true'), NULL),
           'items_kept', iif(is_news, NULL, json('true')),
           'images', iif(image_url IS NULL, json('[]'), json_array(json_object('url', image_url))),
           'type', 'playlist', 'uri', 'spotify:playlist:' || id,
           '_sdc_deleted_at', iif(kind = 'removal', deleted_at, NULL)) AS playlists,
       at AS time_extracted
FROM (SELECT sight.*, playlists.*,
             kind = 'refusal' AND at = playlists.seen_at
                 AND items_refused_snapshot_id IS NOT playlists.snapshot_id AS is_lesser,
             kind = 'refusal' OR at IN ($read_at, items_doubted_seen_at) AS is_news,
             (SELECT count(*) FROM playlist_items WHERE playlist_id = $playlist_id) AS total,
             reading.snapshot_id AS read_snapshot_id, items_digest,
             (SELECT name FROM playlist_names
              WHERE playlist_id = $playlist_id AND at BETWEEN first_seen_at AND last_seen_at
              ORDER BY name <> (SELECT name FROM playlists WHERE id = $playlist_id), name LIMIT 1) AS name_then
      FROM (SELECT $read_at AS at, 'sight' AS kind
            UNION SELECT seen_at, 'sight' FROM playlists WHERE id = $playlist_id
            UNION SELECT items_doubted_seen_at, 'sight' FROM playlists WHERE id = $playlist_id
            UNION SELECT items_refused_seen_at, 'refusal' FROM playlists WHERE id = $playlist_id
            UNION SELECT deletion_seen_at, 'removal' FROM playlists WHERE id = $playlist_id) AS sight
      CROSS JOIN playlists ON id = $playlist_id
      LEFT JOIN playlist_readings AS reading ON playlist_id = id AND reading.seen_at = $read_at)
WHERE at <> '' AND at >= $since
ORDER BY at, kind = 'refusal' DESC, (kind = 'removal') = (deletion_seen_at > seen_at);
