-- Takes what the committed STATE line :state says of the step that runs of phase :entity into `runs`, and with what was
-- counted before into the phase's row. What a source of the phase counted as processed is no detail. A list's reading is
-- kept as it is, for the next run. The line comes from outside: a value of the wrong type is left out. Prints how
-- many items were processed, and of how many.

BEGIN IMMEDIATE;

WITH bookmarks AS (
    SELECT key, type, value, false AS of_source
      FROM phases, json_each(iif(json_valid(:state), :state, '{}'), '$.value.bookmarks.' || stream)
     WHERE entity = :entity
    UNION ALL
    SELECT key, type, value, true
      FROM runs JOIN sources ON stream = step,
           json_each(iif(json_valid(:state), :state, '{}'), '$.value.bookmarks.' || stream)
     WHERE runs.entity = :entity),
numbers AS (
    SELECT key, value, of_source FROM bookmarks WHERE type = 'integer' AND value BETWEEN 0 AND 1000000000000),
texts AS (
    SELECT max(replace(value, char(10), ' ')) FILTER (WHERE key = 'error') AS error,
           -- Rounded up to the second.
           max(strftime('%Y-%m-%dT%H:%M:%SZ', value, '+0.999 seconds')) FILTER (WHERE key = 'reset_at') AS reset_at
      FROM bookmarks WHERE type = 'text'),
counts AS (
    SELECT max(value) FILTER (WHERE key = 'offset' AND NOT of_source) AS place,
           max(value) FILTER (WHERE key = 'total' AND NOT of_source) AS total,
           max(value) FILTER (WHERE key = 'processed' AND NOT of_source) AS processed,
           sum(value) FILTER (WHERE key = 'requests') AS requests
      FROM numbers)
UPDATE runs
   SET place = counts.place,
       total = counts.total,
       processed = iif(step IN (SELECT stream FROM sources), NULL, counts.processed),
       requests = counts.requests,
       error = texts.error,
       reset_at = texts.reset_at,
       list_read = EXISTS (SELECT 1 FROM bookmarks WHERE key = 'has_more' AND type = 'false' AND of_source),
       limited = EXISTS (SELECT 1 FROM bookmarks WHERE key = 'rate_limited'),
       spoken = true
  FROM counts, texts
 WHERE entity = :entity;

UPDATE sync_state
   SET items_processed = coalesce(
           -- What a list shows twice counts once.
           iif(reads_list, min(before_processed + processed, coalesce(total, total_items)), NULL),
           before_processed + processed, items_processed),
       current_offset = coalesce(iif(reads_list, place, before_processed + processed), current_offset),
       total_items = coalesce(iif(reads_list, total, NULL), total_items),
       requests = coalesce(before_requests + run.requests, sync_state.requests),
       (new_items, updated_items) =
       (SELECT ifnull(sum(new_items), 0), ifnull(sum(updated_items), 0)
          FROM sync_counts
         WHERE sync_counts.state_key = run.state_key AND stream IN counted_streams),
       status = 'InProgress',
       updated_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
  FROM (SELECT * FROM runs JOIN phases USING (entity) WHERE entity = :entity) AS run
 WHERE sync_state.state_key = run.state_key;

UPDATE sync_history
   SET (requests, new_items, updated_items) =
       (SELECT account_requests + sum(requests), sum(new_items), sum(updated_items)
          FROM sync_state JOIN phases ON state_key = 'sync_' || sync_history.id || '_' || entity),
       seconds = ran.seconds
  FROM ran
 WHERE sync_history.id = ran.id;

INSERT INTO readings (stream, completed_at, reading)
SELECT list.stream, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), value
  FROM (SELECT stream FROM phases WHERE entity = :entity
        UNION ALL
        SELECT step FROM runs WHERE entity = :entity AND step IN (SELECT stream FROM sources)) AS list,
       json_each(iif(json_valid(:state), :state, '{}'), '$.value.bookmarks.' || list.stream)
 WHERE key = 'reading' AND type = 'object'
ON CONFLICT DO UPDATE SET completed_at = excluded.completed_at, reading = excluded.reading;

REPLACE INTO quotas (endpoint, entity_type, ids_per_call, calls, budget, began_at, ends_at, told_at)
SELECT value ->> 'endpoint', entity, CAST(value ->> 'ids_per_call' AS INTEGER),
       CAST(value ->> 'calls' AS INTEGER), CAST(value ->> 'budget' AS INTEGER),
       value ->> 'began_at', value ->> 'ends_at', strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
  FROM phases, json_each(iif(json_valid(:state), :state, '{}'), '$.value.bookmarks.' || stream)
 WHERE entity = :entity
   AND key = 'quota' AND type = 'object' AND value ->> 'ids_per_call' > 0
   AND value ->> 'endpoint' IS NOT NULL AND value ->> 'calls' IS NOT NULL
   AND strftime('%s', value ->> 'began_at') IS NOT NULL AND strftime('%s', value ->> 'ends_at') IS NOT NULL;

SELECT items_processed, total_items FROM runs JOIN sync_state USING (state_key) WHERE entity = :entity;

COMMIT;
