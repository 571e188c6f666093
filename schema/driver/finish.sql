-- Ends this run of the sync with :status and, if not empty, :error. Prints a summary for a person: it :took that long; if
-- :limited is under a limit, the sync can continue at :reset, or :way_out.

BEGIN IMMEDIATE;

UPDATE sync_history
   SET status = :status,
       completed_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now'),
       last_error = nullif(:error, ''),
       seconds = ran.seconds
  FROM ran
 WHERE sync_history.id = ran.id;

SELECT CASE :status WHEN 'Success' THEN format('Done in %s: %s.', :took, counts)
                    WHEN 'Cancelled' THEN 'Cancelled. The next sync continues from there.'
                    WHEN 'RateLimited' THEN format('a limit holds %s until %s: sync again then, %s', :limited, :reset, :way_out)
                    WHEN 'Failed' THEN 'the sync is incomplete: the next one continues from there' END
  FROM syncs
 WHERE id = (SELECT id FROM sync);

COMMIT;
