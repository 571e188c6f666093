-- Opens the phase :entity of sync :sync_id: its row says from now on that it is in progress, or, when there
-- is nothing to do, that it is done, or, when a limit still holds it (and :hold is not 0), that it is limited.
-- Tracks and playlists that are done are opened again, for the account may have changed since.
-- Details that were fetched more than :refresh_after days ago are to be fetched again, where that is given. A
-- phase's :source, a list with full objects, is due once in each full sync, and else once a day. Prints the
-- status, where it goes on (offset, total), what earlier runs counted (processed, requests, new, updated), the
-- second at which a limit ends, and whether the source is due.

BEGIN IMMEDIATE;

INSERT INTO sync_state (state_key, entity_type, current_offset, total_items, items_processed, status,
                        requests, new_items, updated_items, created_at, updated_at)
VALUES ('sync_' || :sync_id || '_' || :entity, :entity, 0, NULL, 0, 'InProgress', 0, 0, 0,
        strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
ON CONFLICT DO UPDATE SET status = 'InProgress', last_error = NULL, rate_limit_reset_at = NULL,
                          completed_at = NULL, updated_at = excluded.updated_at
                    WHERE status <> 'RateLimited';

CREATE TEMP TABLE phase AS
SELECT CASE :entity
           WHEN 'artists' THEN
               (SELECT count(*) FROM artists WHERE fetched_at IS NULL AND unavailable_at IS NULL)
           WHEN 'albums' THEN
               (SELECT count(*) FROM albums WHERE fetched_at IS NULL AND unavailable_at IS NULL)
       END AS pending,
       CASE :entity
           WHEN 'artists' THEN
               EXISTS (SELECT 1 FROM artists WHERE coalesce(unavailable_at, fetched_at)
                           < strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-' || :refresh_after || ' days'))
           WHEN 'albums' THEN
               EXISTS (SELECT 1 FROM albums WHERE coalesce(unavailable_at, fetched_at)
                           < strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-' || :refresh_after || ' days'))
       END AS some_are_old,
       :source <> '' AND NOT EXISTS (
           SELECT 1 FROM readings JOIN sync_history ON id = :sync_id
            WHERE stream = :source
              AND readings.completed_at > strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-1 day')
              AND (kind <> 'full' OR readings.completed_at >= started_at)) AS source_is_due,
       -- A limit holds whichever sync met it. One with an error is that of a budget that somebody chose for a
       -- sync, and of no other sync; the filters know what they have called.
       (SELECT max(rate_limit_reset_at) FROM sync_state
         WHERE entity_type = :entity
           AND :hold <> '0'
           AND status = 'RateLimited'
           AND last_error IS NULL
           AND rate_limit_reset_at > strftime('%Y-%m-%dT%H:%M:%SZ', 'now')) AS reset_at;

CREATE TEMP TABLE verdict AS
SELECT *, pending = 0 AND NOT some_are_old AND NOT source_is_due AS nothing_to_do FROM phase;

UPDATE sync_state
   SET total_items = CASE WHEN pending IS NULL THEN total_items ELSE items_processed + pending END,
       status = CASE WHEN nothing_to_do THEN 'Success'
                     WHEN reset_at IS NOT NULL THEN 'RateLimited'
                     ELSE 'InProgress' END,
       rate_limit_reset_at = CASE WHEN nothing_to_do THEN NULL ELSE reset_at END,
       last_error = NULL,
       completed_at = CASE WHEN nothing_to_do THEN strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
                           ELSE completed_at END
  FROM verdict
 WHERE state_key = 'sync_' || :sync_id || '_' || :entity;

SELECT status, current_offset, total_items, items_processed, requests, new_items, updated_items,
       CAST(strftime('%s', rate_limit_reset_at) AS INTEGER), source_is_due
  FROM sync_state, phase
 WHERE state_key = 'sync_' || :sync_id || '_' || :entity;

COMMIT;
