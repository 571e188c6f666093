-- The playlists as they are known, for fetch-playlists --known: id, the snapshot whose items are known (or
-- may not be read), and how many those are. For a full sync, :sync_id, only what it has read itself counts.

SELECT id || ' ' ||
       iif(:kind <> 'full'
           OR EXISTS (SELECT 1 FROM playlist_readings
                       WHERE playlist_id = playlists.id
                         AND seen_at >= (SELECT substr(started_at, 1, 19) FROM sync_history
                                          WHERE id = :sync_id)),
           coalesce(nullif(items_refused_snapshot_id, ''), nullif(items_snapshot_id, ''), '-'), '-')
       || ' ' || (SELECT count(*) FROM playlist_items WHERE playlist_id = playlists.id)
  FROM playlists
 WHERE removed_at IS NULL;
