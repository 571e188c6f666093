-- The last sync and its phases as one JSON object. :running is 1 while a process works on it. No row: there
-- has been none.

WITH last AS (SELECT * FROM sync_history ORDER BY id DESC LIMIT 1),
     parts AS (
         SELECT entity, json_object(
                    'status', s.status,
                    'current_offset', coalesce(s.current_offset, 0),
                    'total_items', s.total_items,
                    'items_processed', coalesce(s.items_processed, 0),
                    'percent_complete',
                    CASE WHEN s.status = 'Success' THEN 100.0
                         WHEN s.total_items > 0
                         THEN round(min(100.0, s.current_offset * 100.0 / s.total_items), 1)
                         ELSE 0.0 END,
                    'last_error', s.last_error,
                    'rate_limit_reset_at', s.rate_limit_reset_at) AS phase
           FROM last
           JOIN phases
           LEFT JOIN sync_state AS s ON s.state_key = 'sync_' || last.id || '_' || entity
          ORDER BY place)
SELECT json_object(
           'sync_history_id', id,
           'kind', kind,
           'status', status,
           'running', json(iif(:running AND status = 'InProgress', 'true', 'false')),
           'started_at', started_at,
           'completed_at', completed_at,
           'requests', requests,
           'new_items', new_items,
           'updated_items', updated_items,
           'last_error', last_error,
           'phases', (SELECT json_group_object(entity, json(phase)) FROM parts))
  FROM last;
