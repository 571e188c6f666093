-- Opens the phase :entity of sync :sync_id: its row says from now on that it is in progress, or, when there
-- is nothing to do, that it is done, or, when a limit still holds it, that it is limited. Prints the status,
-- where it goes on (offset, total), what earlier runs counted (processed, requests, new, updated), and the
-- second at which a limit ends.

BEGIN IMMEDIATE;

INSERT INTO sync_state (state_key, entity_type, current_offset, total_items, items_processed, status,
                        requests, new_items, updated_items, created_at, updated_at)
VALUES ('sync_' || :sync_id || '_' || :entity, :entity, 0, NULL, 0, 'InProgress', 0, 0, 0,
        strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
ON CONFLICT DO UPDATE SET status = 'InProgress', last_error = NULL, rate_limit_reset_at = NULL,
                          completed_at = NULL, updated_at = excluded.updated_at
                    WHERE status <> 'RateLimited'
                      AND NOT (status = 'Success' AND :entity IN ('tracks', 'playlists'));

CREATE TEMP TABLE phase AS
SELECT CASE :entity
           WHEN 'artists' THEN
               (SELECT count(*) FROM artists WHERE fetched_at IS NULL AND unavailable_at IS NULL)
           WHEN 'albums' THEN
               (SELECT count(*) FROM albums WHERE fetched_at IS NULL AND unavailable_at IS NULL)
       END AS pending,
       -- A limit holds whichever sync met it.
       (SELECT max(rate_limit_reset_at) FROM sync_state
         WHERE entity_type = :entity
           AND status = 'RateLimited'
           AND rate_limit_reset_at > strftime('%Y-%m-%dT%H:%M:%SZ', 'now')) AS reset_at;

UPDATE sync_state
   SET total_items = CASE WHEN pending IS NULL THEN total_items ELSE items_processed + pending END,
       status = CASE WHEN sync_state.status = 'Success' OR pending = 0 THEN 'Success'
                     WHEN reset_at IS NOT NULL THEN 'RateLimited'
                     ELSE 'InProgress' END,
       rate_limit_reset_at = CASE WHEN pending = 0 THEN NULL ELSE reset_at END,
       completed_at = CASE WHEN pending = 0 THEN strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
                           ELSE completed_at END
  FROM phase
 WHERE state_key = 'sync_' || :sync_id || '_' || :entity;

SELECT status, current_offset, total_items, items_processed, requests, new_items, updated_items,
       CAST(strftime('%s', rate_limit_reset_at) AS INTEGER)
  FROM sync_state
 WHERE state_key = 'sync_' || :sync_id || '_' || :entity;

COMMIT;
