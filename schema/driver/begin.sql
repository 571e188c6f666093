-- Begins a sync, or continues the last one: while its tracks or playlists are unfinished, or for a day while
-- only details are pending, unless :full 1 asks for the lists. It is full with :full 1, or when no full reading of
-- the tracks was proved in the last :full_every days, and otherwise incremental. Details that were fetched more than
-- :refresh_after days ago are fetched again, if that is given, and a full sync asks again for what was unavailable. With
-- :budget 1 somebody chose a budget for this sync: its limits hold no other one, and those of others do not hold it. Prints
-- its id, its kind, and whether it continues (1) or is new (0).

BEGIN IMMEDIATE;

CREATE TEMP TABLE last AS
SELECT id,
       NOT EXISTS (SELECT 1 FROM phases
                    WHERE reads_list
                      AND NOT EXISTS (SELECT 1 FROM sync_state
                                       WHERE state_key = 'sync_' || id || '_' || entity
                                         AND status = 'Success')) AS lists_done,
       EXISTS (SELECT 1 FROM details WHERE pending > 0) AS details_pending,
       started_at > strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-1 day') AS recent
  FROM sync_history
 WHERE status <> 'Success'
   AND id = (SELECT max(id) FROM sync_history);

CREATE TEMP TABLE chosen AS
SELECT last.id FROM last JOIN sync_history USING (id)
 WHERE (NOT lists_done OR (details_pending AND recent))
   AND (:full <> '1' OR (kind = 'full' AND NOT lists_done));

-- A kill may have come between what store has counted and the checkpoint.
UPDATE sync_state
   SET (new_items, updated_items) =
       (SELECT ifnull(sum(new_items), 0), ifnull(sum(updated_items), 0)
          FROM sync_counts
         WHERE sync_counts.state_key = sync_state.state_key AND stream IN counted_streams)
 WHERE state_key IN (SELECT 'sync_' || id || '_' || entity FROM last, phases);

UPDATE sync_history
   SET (new_items, updated_items) =
       (SELECT ifnull(sum(new_items), 0), ifnull(sum(updated_items), 0)
          FROM sync_state JOIN phases ON state_key = 'sync_' || sync_history.id || '_' || entity)
 WHERE id IN (SELECT id FROM last);

-- A sync that was killed and is not continued: it was at its very end, or the new one does what is pending.
UPDATE sync_history
   SET status = iif(id IN (SELECT id FROM last WHERE lists_done AND NOT details_pending), 'Success', 'Cancelled'),
       completed_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
 WHERE status = 'InProgress' AND NOT EXISTS (SELECT 1 FROM chosen);

INSERT INTO sync_history (kind, status, started_at, seconds)
SELECT iif(:full <> '1' AND EXISTS (
               SELECT 1 FROM sync_history AS earlier
                 JOIN sync_state ON state_key = 'sync_' || earlier.id || '_tracks'
                WHERE earlier.kind = 'full' AND sync_state.status = 'Success'
                  AND sync_state.completed_at > strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-' || :full_every || ' days')),
           'incremental', 'full'), 'InProgress', strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), 0
 WHERE NOT EXISTS (SELECT 1 FROM chosen);

UPDATE sync_history
   SET status = 'InProgress', completed_at = NULL, last_error = NULL
 WHERE id IN (SELECT id FROM chosen);

UPDATE sync_history
   SET account_requests = account_requests + asked, requests = requests + asked
  FROM (SELECT ifnull(sum(requests), 0) AS asked FROM temp.account_requests)
 WHERE id = (SELECT max(id) FROM sync_history);

DELETE FROM temp.account_requests;

INSERT INTO sync
SELECT id, kind, started_at,
       CASE WHEN kind <> 'full' THEN ''
            WHEN EXISTS (SELECT 1 FROM chosen) THEN substr(started_at, 1, 19)
            ELSE strftime('%Y-%m-%dT%H:%M:%f', 'now') END, -- another sync may have ended in the same second
       strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-' || :refresh_after || ' days'),
       iif(kind = 'full', started_at, NULL),
       iif(:budget = '1', 'budget', 'app'), julianday('now'), ifnull(seconds, 0)
  FROM sync_history
 ORDER BY id DESC
 LIMIT 1;

SELECT id, kind, EXISTS (SELECT 1 FROM chosen) FROM sync;

COMMIT;
