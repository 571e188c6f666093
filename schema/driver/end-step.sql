-- The step that ran of phase :entity has ended with :exit_status, which is that of its stage :culprit, whose last words
-- were :said; with :stopped 1 somebody has stopped the sync. Either the phase's next step begins, or the phase ends.
-- Prints the phase's row of `progress`.

BEGIN IMMEDIATE;

-- A list that was read without a word is no answer (76). A source that the API refuses (77) is left alone for a day, and
-- the phase does without.
UPDATE runs
   SET exit_status = step_exit,
       culprit = step_culprit,
       failure = coalesce(error, iif(step_exit > 128,
                                     step_culprit || ' was killed by signal ' || (step_exit - 128),
                                     coalesce(nullif(:said, ''), step_culprit || ' ended with status ' || step_exit)))
  FROM (SELECT CASE WHEN is_silent THEN 76 WHEN is_refused THEN 0 ELSE step_exit END AS step_exit,
               iif(is_silent, 'fetch-' || :entity, :culprit) AS step_culprit
          FROM (SELECT CAST(:exit_status AS INTEGER) AS step_exit,
                       :exit_status = '0' AND reads_list AND spoken IS NULL AS is_silent,
                       step IN (SELECT stream FROM sources) AND :exit_status = '77' AS is_refused
                  FROM runs JOIN phases USING (entity)
                 WHERE entity = :entity))
 WHERE entity = :entity
   -- A limit is less than a failure.
   AND step_exit <> 0 AND exit_status IN (0, 75);

UPDATE runs
   SET limited_until = nullif(max(ifnull(limited_until, ''), ifnull(reset_at, '')), ''),
       source_limited = source_limited OR (limited IS true AND step IN (SELECT stream FROM sources))
 WHERE entity = :entity;

INSERT INTO readings (stream, completed_at)
SELECT stream, strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
  FROM runs JOIN sources ON stream = step
 WHERE runs.entity = :entity AND (list_read OR :exit_status = '77')
ON CONFLICT DO UPDATE SET completed_at = excluded.completed_at;

INSERT OR IGNORE INTO sources_read SELECT step FROM runs WHERE entity = :entity AND step IN (SELECT stream FROM sources);

UPDATE runs
   SET step = CASE WHEN :stopped = '1' THEN NULL
                   WHEN step = 'all' AND exit_status = 0 THEN 'known'
                   -- What a source could not be asked for, the others can; but a failure of the disk, of the account, of
                   -- a setting or of the network is theirs too.
                   WHEN source IS NOT NULL AND culprit IS NOT 'store' AND exit_status NOT IN (64, 74, 77, 78)
                        AND ifnull(failure, '') NOT LIKE '%cannot reach %'
                   THEN ifnull((SELECT stream FROM due_sources
                                 WHERE due_sources.entity = :entity AND due_sources.place > source
                                 ORDER BY due_sources.place LIMIT 1),
                               iif(lacking + old > 0, 'pending', NULL)) END,
       ended = CASE WHEN exit_status = 0 AND (:stopped = '0' OR step IN ('known', 'pending')) THEN 'Success'
                    WHEN :stopped = '1' THEN 'Cancelled'
                    -- A limit that only keeps details from being fetched again is none.
                    WHEN exit_status = 75 AND lacking = 0 AND NOT source_limited THEN 'Success'
                    WHEN exit_status = 75 THEN 'RateLimited'
                    ELSE 'Failed' END,
       pending = lacking
  FROM (SELECT details.pending AS lacking, old, sources.place AS source
          FROM runs LEFT JOIN sources ON stream = step LEFT JOIN details ON details.entity = :entity
         WHERE runs.entity = :entity)
 WHERE entity = :entity;

UPDATE sync_state
   SET status = iif(step IS NULL, ended, 'InProgress'),
       total_items = CASE WHEN pending IS NULL THEN total_items
                          WHEN step IS NULL AND ended = 'Success' THEN items_processed
                          ELSE items_processed + pending END,
       last_error = CASE WHEN step IS NOT NULL THEN NULL
                         WHEN ended = 'Failed' THEN failure
                         WHEN ended = 'RateLimited' AND run.limit_kind = 'budget'
                         THEN coalesce(nullif(:said, ''), 'the budget is used up') END,
       rate_limit_reset_at = iif(step IS NULL AND ended = 'RateLimited', limited_until, NULL),
       limit_kind = iif(step IS NULL AND ended = 'RateLimited', run.limit_kind, NULL),
       updated_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now'),
       completed_at = iif(step IS NULL AND ended = 'Success', strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), NULL)
  FROM (SELECT state_key AS ran, step, ended, failure, limited_until, pending, sync.limit_kind
          FROM runs, sync
         WHERE entity = :entity) AS run
 WHERE state_key = ran;

UPDATE runs
   SET exit_status = iif(step IS NULL AND ended = 'Success', 0, exit_status),
       (before_processed, before_requests) =
       (SELECT items_processed, sync_state.requests FROM sync_state WHERE sync_state.state_key = runs.state_key),
       counts = iif(step IS NULL, (SELECT counts FROM counted WHERE counted.state_key = runs.state_key), NULL),
       spoken = NULL, place = NULL, total = NULL, processed = NULL, requests = NULL, error = NULL,
       reset_at = NULL, list_read = NULL, limited = NULL
 WHERE entity = :entity;

SELECT * FROM progress WHERE entity = :entity;

COMMIT;
