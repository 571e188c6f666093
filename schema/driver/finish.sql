-- Ends this run of the sync, which took :took, with :status and, if one is given, :error. Prints the last words to a person;
-- when :limited is limited, until :reset, the sync can go on then, or :way_out.

BEGIN IMMEDIATE;

UPDATE sync_history
   SET status = :status,
       completed_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now'),
       last_error = nullif(:error, '')
 WHERE id = (SELECT id FROM sync);

SELECT CASE :status WHEN 'Success' THEN format('Done in %s: %s.', :took, counts)
                    WHEN 'Cancelled' THEN 'Cancelled. The next sync goes on from there.'
                    WHEN 'RateLimited' THEN format('a limit holds %s until %s: sync again then, %s', :limited, :reset, :way_out)
                    WHEN 'Failed' THEN 'the sync is not complete: the next one goes on from there' END
  FROM syncs
 WHERE id = (SELECT id FROM sync);

COMMIT;
