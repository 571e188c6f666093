-- Writes what the committed STATE line :state says of :bookmark into the row of phase :entity of sync
-- :sync_id, on top of what earlier runs counted (:processed, :requests, :new, :updated). With a :status the
-- phase ends with it, and :error says why where the STATE does not; of a limit it is given where that may be a
-- budget's (open-phase.sql). The bookmark of the phase's :source, where it has one, counts as well; with
-- :source_refused 1 it is not asked for again today. The line comes from outside: what has not the type it should
-- have is left out. Prints the status (a limit that only keeps details from being refreshed is none), processed,
-- total, new, updated, requests, the second at which a limit ends, and the error.

BEGIN IMMEDIATE;

CREATE TEMP TABLE bookmark AS
SELECT key, type, value
  FROM json_each(iif(json_valid(:state), :state, '{}'), '$.value.bookmarks.' || :bookmark);

CREATE TEMP TABLE source_bookmark AS
SELECT key, type, value
  FROM json_each(iif(json_valid(:state), :state, '{}'), '$.value.bookmarks.' || :source)
 WHERE :source <> '';

CREATE TEMP VIEW both AS SELECT * FROM bookmark UNION ALL SELECT * FROM source_bookmark;

CREATE TEMP TABLE told AS
SELECT (SELECT value FROM bookmark WHERE key = 'offset' AND type = 'integer'
          AND value BETWEEN 0 AND 1000000000000) AS place,
       (SELECT value FROM bookmark WHERE key = 'total' AND type = 'integer'
          AND value BETWEEN 0 AND 1000000000000) AS total,
       (SELECT value FROM bookmark WHERE key = 'processed' AND type = 'integer'
          AND value BETWEEN 0 AND 1000000000000) AS processed,
       (SELECT sum(value) FROM both WHERE key = 'requests' AND type = 'integer'
          AND value BETWEEN 0 AND 1000000000000) AS requests,
       (SELECT sum(value) FROM both WHERE key = 'new' AND type = 'integer'
          AND value BETWEEN 0 AND 1000000000000) AS new_items,
       (SELECT sum(value) FROM both WHERE key = 'updated' AND type = 'integer'
          AND value BETWEEN 0 AND 1000000000000) AS updated_items,
       -- One line.
       (SELECT replace(value, char(10), ' ') FROM both WHERE key = 'error' AND type = 'text') AS error,
       (SELECT value FROM bookmark WHERE key = 'gaps' AND type = 'array') AS gaps,
       -- Rounded up to the second.
       (SELECT max(strftime('%Y-%m-%dT%H:%M:%SZ', value, '+0.999 seconds'))
          FROM both WHERE key = 'reset_at' AND type = 'text') AS reset_at,
       iif(:status = 'RateLimited' AND :entity IN ('artists', 'albums')
           AND NOT EXISTS (SELECT 1 FROM source_bookmark WHERE key = 'rate_limited')
           AND NOT EXISTS (SELECT 1 FROM artists
                            WHERE :entity = 'artists' AND coalesce(fetched_at, unavailable_at) IS NULL)
           AND NOT EXISTS (SELECT 1 FROM albums
                            WHERE :entity = 'albums' AND coalesce(fetched_at, unavailable_at) IS NULL),
           'Success', :status) AS status;

INSERT INTO readings (stream, completed_at)
SELECT :source, strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
 WHERE :source_refused = '1'
    OR (:source <> '' AND EXISTS (SELECT 1 FROM source_bookmark WHERE key = 'has_more' AND type = 'false'))
ON CONFLICT DO UPDATE SET completed_at = excluded.completed_at;

REPLACE INTO quotas (endpoint, entity_type, ids_per_call, calls, budget, began_at, ends_at, told_at)
SELECT value ->> 'endpoint', :entity, CAST(value ->> 'ids_per_call' AS INTEGER),
       CAST(value ->> 'calls' AS INTEGER), CAST(value ->> 'budget' AS INTEGER),
       value ->> 'began_at', value ->> 'ends_at', strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
  FROM bookmark
 WHERE key = 'quota' AND type = 'object' AND value ->> 'ids_per_call' > 0
   AND value ->> 'endpoint' IS NOT NULL AND value ->> 'calls' IS NOT NULL
   AND strftime('%s', value ->> 'began_at') IS NOT NULL AND strftime('%s', value ->> 'ends_at') IS NOT NULL;

UPDATE sync_state
   SET items_processed = CASE WHEN :entity IN ('tracks', 'playlists')
                              -- What was looked at twice counts once.
                              THEN coalesce(min(:processed + processed, coalesce(total, total_items)),
                                            :processed + processed, items_processed)
                              ELSE coalesce(:processed + processed, items_processed) END,
       current_offset = CASE WHEN :entity IN ('tracks', 'playlists') THEN coalesce(place, current_offset)
                             ELSE coalesce(:processed + processed, current_offset) END,
       total_items = CASE WHEN :entity IN ('tracks', 'playlists') THEN coalesce(total, total_items)
                          WHEN told.status = 'Success' THEN coalesce(:processed + processed, items_processed)
                          ELSE total_items END,
       requests = coalesce(:requests + told.requests, sync_state.requests),
       new_items = coalesce(:new + told.new_items, sync_state.new_items),
       updated_items = coalesce(:updated + told.updated_items, sync_state.updated_items),
       gaps = coalesce(told.gaps, sync_state.gaps),
       status = coalesce(told.status, 'InProgress'),
       last_error = CASE told.status WHEN 'Failed' THEN coalesce(error, :error)
                                     WHEN 'RateLimited' THEN :error END,
       rate_limit_reset_at = CASE told.status WHEN 'RateLimited' THEN reset_at END,
       updated_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now'),
       completed_at = CASE told.status WHEN 'Success' THEN strftime('%Y-%m-%dT%H:%M:%SZ', 'now') END
  FROM told
 WHERE state_key = 'sync_' || :sync_id || '_' || :entity;

UPDATE sync_history
   SET (requests, new_items, updated_items) =
       (SELECT sum(s.requests), sum(s.new_items), sum(s.updated_items)
          FROM sync_state AS s
         WHERE s.state_key IN ('sync_' || :sync_id || '_tracks', 'sync_' || :sync_id || '_artists',
                               'sync_' || :sync_id || '_albums', 'sync_' || :sync_id || '_playlists'))
 WHERE id = :sync_id;

SELECT status, items_processed, total_items, new_items, updated_items, requests,
       CAST(strftime('%s', rate_limit_reset_at) AS INTEGER), last_error
  FROM sync_state
 WHERE state_key = 'sync_' || :sync_id || '_' || :entity;

COMMIT;
