-- The playlists as they are known, for fetch-playlists --known: id, the snapshot whose items are known, and how
-- many those are; or the snapshot whose items were refused later, with a last word that says so. A refusal of the
-- account's own playlist is none. For a full sync only what it has read itself counts, or what was refused to it.

SELECT 'reading ' || reading FROM list_readings WHERE stream = 'playlists';

WITH reading AS (
    SELECT iif(kind = 'full', substr(started_at, 1, 19), '') AS since FROM sync
),
known AS (
    SELECT id, owner_id, items_snapshot_id, items_refused_snapshot_id, items_refused_seen_at,
           ifnull((SELECT max(seen_at) FROM playlist_readings WHERE playlist_id = playlists.id), '') AS read_at,
           (SELECT count(*) FROM playlist_items WHERE playlist_id = playlists.id) AS items
      FROM playlists
     WHERE removed_at IS NULL
)
SELECT id || ' ' ||
       CASE WHEN items_refused_seen_at > read_at AND items_refused_seen_at >= since
                 AND items_refused_snapshot_id <> '' AND owner_id IS NOT (SELECT user_id FROM account)
                THEN items_refused_snapshot_id || ' ' || items || ' refused'
            WHEN read_at >= since AND items_snapshot_id <> ''
                THEN items_snapshot_id || ' ' || items
            ELSE '- ' || items
       END
  FROM known, reading;
