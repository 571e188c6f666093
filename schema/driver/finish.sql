-- Ends this run of the sync with :status and, if not empty, :error. Prints a summary for a person: if :limited is under a
-- limit, the sync can continue at the second :reset, or :way_out.

BEGIN IMMEDIATE;

UPDATE sync_history
   SET status = :status,
       completed_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now'),
       last_error = nullif(:error, ''),
       seconds = ran.seconds,
       account_requests = account_requests + asked,
       requests = requests + asked
  FROM ran, (SELECT ifnull(sum(requests), 0) AS asked FROM temp.account_requests)
 WHERE sync_history.id = ran.id;

SELECT CASE :status WHEN 'Success' THEN format('Done in %s: %s.', took, counts)
                    WHEN 'Cancelled' THEN 'Cancelled. The next sync continues from there.'
                    WHEN 'RateLimited'
                    THEN format('a limit holds %s until %s%s: sync again then, %s', :limited,
                                strftime('%Y-%m-%d %H:%M:%S', CAST(:reset AS INTEGER), 'unixepoch', 'localtime'),
                                iif(seconds > 0,
                                    (SELECT format(' (in ' || words || ')', (seconds + half) / unit, seconds % 3600 / 60)
                                       FROM spans WHERE least <= seconds ORDER BY least DESC LIMIT 1), ''),
                                :way_out)
                    WHEN 'Failed' THEN 'the sync is incomplete: the next one continues from there' END
  FROM syncs, (SELECT CAST(:reset AS INTEGER) - CAST(strftime('%s', 'now') AS INTEGER) AS seconds)
 WHERE id = (SELECT id FROM sync);

COMMIT;
