-- Opens the phase :entity: its row says from now on that it is in progress, or, when there is nothing to do, that it
-- is done, or, while a limit still holds it, that it is limited. Tracks and playlists that are done are opened again,
-- for the account may have changed since. Prints the phase's row of `progress`.

BEGIN IMMEDIATE;

INSERT INTO sync_state (state_key, entity_type, current_offset, total_items, items_processed, status,
                        requests, new_items, updated_items, created_at, updated_at)
SELECT 'sync_' || sync.id || '_' || :entity, :entity, 0, NULL, 0, 'InProgress', 0, 0, 0,
       strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
  FROM sync
 WHERE true
ON CONFLICT DO UPDATE SET status = 'InProgress', last_error = NULL, rate_limit_reset_at = NULL, limit_kind = NULL,
                          completed_at = NULL, updated_at = excluded.updated_at
                    WHERE status <> 'RateLimited';

REPLACE INTO runs (entity, state_key, before_processed, before_requests, step)
SELECT entity, state_key, items_processed, sync_state.requests,
       CASE WHEN reads_list AND entity = 'tracks' AND kind = 'full'
                 AND (total_items IS NULL OR current_offset < total_items) THEN 'all'
            WHEN reads_list THEN 'known'
            ELSE ifnull((SELECT stream FROM due_sources WHERE due_sources.entity = phases.entity ORDER BY place LIMIT 1),
                        (SELECT 'pending' FROM details WHERE entity = :entity AND pending + old > 0)) END
  FROM phases, sync
  JOIN sync_state ON state_key = 'sync_' || sync.id || '_' || entity
 WHERE entity = :entity;

-- A limit of the app's holds whichever sync met it, but one further ahead than a week was met under a wrong clock. Of a
-- budget the filters know what they have called.
CREATE TEMP TABLE IF NOT EXISTS holds (reset_at TEXT);
DELETE FROM holds;
INSERT INTO holds
SELECT max(rate_limit_reset_at) FROM sync_state
 WHERE entity_type = :entity
   AND status = 'RateLimited'
   AND sync_state.limit_kind = 'app'
   AND (SELECT limit_kind FROM sync) = 'app'
   AND rate_limit_reset_at > strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
   AND rate_limit_reset_at < strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '+7 days');

UPDATE sync_state
   SET total_items = coalesce(items_processed + (SELECT pending FROM details WHERE entity = :entity), total_items),
       status = CASE WHEN step IS NULL THEN 'Success' WHEN reset_at IS NOT NULL THEN 'RateLimited' ELSE 'InProgress' END,
       rate_limit_reset_at = iif(step IS NULL, NULL, holds.reset_at),
       limit_kind = iif(step IS NULL OR holds.reset_at IS NULL, NULL, 'app'),
       last_error = NULL,
       completed_at = iif(step IS NULL, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), completed_at)
  FROM (SELECT state_key AS opened, step FROM runs WHERE entity = :entity), holds
 WHERE state_key = opened;

UPDATE runs
   SET ended = iif(step IS NULL, 'Success', 'RateLimited'),
       exit_status = iif(step IS NULL, 0, 75),
       step = NULL
 WHERE entity = :entity
   AND (step IS NULL OR EXISTS (SELECT 1 FROM holds WHERE reset_at IS NOT NULL));

UPDATE runs SET began_at = julianday('now') WHERE entity = :entity AND step IS NOT NULL;

SELECT * FROM progress WHERE entity = :entity;

COMMIT;
