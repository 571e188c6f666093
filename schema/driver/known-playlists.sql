-- The playlists as they are known, for fetch-playlists --known: id, the snapshot whose items are known (or
-- were refused later), and how many those are. For a full sync, :sync_id, only what it has read itself counts.

SELECT id || ' ' ||
       iif(:kind <> 'full'
           OR EXISTS (SELECT 1 FROM playlist_readings
                       WHERE playlist_id = playlists.id
                         AND seen_at >= (SELECT substr(started_at, 1, 19) FROM sync_history
                                          WHERE id = :sync_id)),
           coalesce(iif(items_refused_seen_at > ifnull((SELECT max(seen_at) FROM playlist_readings
                                                         WHERE playlist_id = playlists.id), ''),
                        nullif(items_refused_snapshot_id, ''), NULL),
                    nullif(items_snapshot_id, ''), '-'), '-')
       || ' ' || (SELECT count(*) FROM playlist_items WHERE playlist_id = playlists.id)
  FROM playlists
 WHERE removed_at IS NULL;
