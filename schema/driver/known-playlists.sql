-- The playlists as they are known, for fetch-playlists --known: whose they are; then id, the snapshot whose items are
-- known, and how many those are, or the snapshot whose items were refused later, with a word that says so; and what
-- else a new reading is compared with, or that they were refused. A snapshot that is no word is not known. For a full sync only what it has read itself counts,
-- or what was refused to it.

SELECT 'reading ' || reading FROM list_readings WHERE stream = 'playlists';

SELECT 'owner ' || user_id FROM account;

WITH known AS (
    SELECT *, items_refused_seen_at > read_at AND items_refused_seen_at >= items_doubted_seen_at AS is_refused,
           (SELECT count(*) FROM playlist_items WHERE playlist_id = id) AS items
      FROM (SELECT *, ifnull((SELECT max(seen_at) FROM playlist_readings WHERE playlist_id = id), '') AS read_at
              FROM playlists)
     WHERE removed_at IS NULL
)
SELECT id || ' ' ||
       CASE WHEN is_refused AND items_refused_seen_at >= read_since AND items_refused_snapshot_id GLOB '[!-~]*'
                 AND items_refused_snapshot_id NOT GLOB '*[^!-~]*'
                THEN items_refused_snapshot_id || ' ' || items || ' refused'
            WHEN read_at >= read_since AND items_snapshot_id GLOB '[!-~]*' AND items_snapshot_id NOT GLOB '*[^!-~]*'
                THEN items_snapshot_id || ' ' || items
            ELSE '- ' || items
       END ||
       ifnull(' digest=' || (SELECT items_digest FROM playlist_readings WHERE playlist_id = id AND seen_at = read_at), '') ||
       CASE WHEN is_refused THEN ' doubted=refused'
            WHEN items_doubted_seen_at >= read_at THEN iif(items_doubted NOT GLOB '*[^!-~]*', ' doubted=' || items_doubted, '')
            ELSE '' END
  FROM known, (SELECT read_since FROM sync);
