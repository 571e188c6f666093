-- The playlists as they are known, for fetch-playlists --known: whose they are; then id, the snapshot whose items are
-- known, and how many those are, or the snapshot whose items were refused later, with a word that says so; and what
-- else a new reading is compared with. For a full sync only what it has read itself counts, or what was refused to it.

SELECT 'reading ' || reading FROM list_readings WHERE stream = 'playlists';

SELECT 'owner ' || user_id FROM account;

WITH reading AS (
    SELECT iif(kind = 'full', substr(started_at, 1, 19), '') AS since FROM sync
),
known AS (
    SELECT id, items_snapshot_id, items_refused_snapshot_id, items_refused_seen_at, items_digest, items_doubted,
           items_doubted_seen_at,
           ifnull((SELECT max(seen_at) FROM playlist_readings WHERE playlist_id = playlists.id), '') AS read_at,
           (SELECT count(*) FROM playlist_items WHERE playlist_id = playlists.id) AS items
      FROM playlists
     WHERE removed_at IS NULL
)
SELECT id || ' ' ||
       CASE WHEN items_refused_seen_at > read_at AND items_refused_seen_at >= since
                 AND items_refused_snapshot_id <> ''
                THEN items_refused_snapshot_id || ' ' || items || ' refused'
            WHEN read_at >= since AND items_snapshot_id <> ''
                THEN items_snapshot_id || ' ' || items
            ELSE '- ' || items
       END ||
       ifnull(' digest=' || items_digest, '') ||
       iif(items_doubted_seen_at >= read_at, ifnull(' doubted=' || items_doubted, ''), '')
  FROM known, reading;
