-- Ends this run of the sync with :status and, where one is given, :error. Prints its requests, and how
-- many items were new and updated.

UPDATE sync_history
   SET status = :status,
       completed_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now'),
       last_error = nullif(:error, '')
 WHERE id = (SELECT id FROM sync)
RETURNING requests, new_items, updated_items;
