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

SELECT json_object('id', id, 'name', name, 'description', description,
           'owner', iif(owner_id IS NULL, NULL, json_object('id', owner_id)),
           'public', json(iif(public = 1, 'true', iif(public = 0, 'false', public))), 'collaborative', json(iif(collaborative = 1, 'true', iif(collaborative = 0, 'false', collaborative))),
           'snapshot_id', iif(is_refusal, items_refused_snapshot_id, snapshot_id),
           'items', iif(total_items IS NULL, NULL, json_object('total', total_items)),
           'items_snapshot_id', iif(at = $read_at,
                                    (SELECT snapshot_id FROM playlist_readings
                                     WHERE playlist_id = $playlist_id AND seen_at = $read_at), items_snapshot_id),
           'items_total', iif(at = $read_at OR (items_snapshot_id IS NOT NULL AND total > 0), total, NULL),
           'items_digest', items_digest,
           'items_doubted', iif(at = items_doubted_seen_at, items_doubted, NULL),
           'items_refused', iif(is_refusal, json('true'), NULL),
           'images', iif(image_url IS NULL, json('[]'), json_array(json_object('url', image_url))),
           'type', 'playlist', 'uri', 'spotify:playlist:' || id,
           '_sdc_deleted_at', iif(is_removal, deleted_at, NULL)) AS playlists,
       at AS time_extracted
FROM (SELECT *, at = items_refused_seen_at AND NOT is_removal AS is_refusal,
             (SELECT count(*) FROM playlist_items WHERE playlist_id = $playlist_id) AS total
      FROM (SELECT $read_at AS at, false AS is_removal
            UNION SELECT seen_at, false FROM playlists WHERE id = $playlist_id
            UNION SELECT items_doubted_seen_at, false FROM playlists WHERE id = $playlist_id
            UNION SELECT items_refused_seen_at, false FROM playlists WHERE id = $playlist_id
            UNION SELECT deletion_seen_at, true FROM playlists WHERE id = $playlist_id)
      CROSS JOIN playlists ON id = $playlist_id)
WHERE at <> '' AND at >= $since
ORDER BY at, is_removal = (deletion_seen_at > seen_at);
