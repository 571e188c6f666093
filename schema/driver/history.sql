-- All syncs, the oldest first.

SELECT id, kind, status, CAST(strftime('%s', started_at) AS INTEGER),
       CAST(strftime('%s', completed_at) AS INTEGER), requests, new_items, updated_items, last_error
  FROM sync_history
 ORDER BY id;
