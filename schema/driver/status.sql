-- The last sync, and its phases in order, to be shown to a person. The first row is the sync's, the others
-- are the phases'. No row: there has been none.

CREATE TEMP VIEW last AS SELECT * FROM main.sync_history ORDER BY id DESC LIMIT 1;

SELECT id, kind, status, CAST(strftime('%s', started_at) AS INTEGER),
       CAST(strftime('%s', completed_at) AS INTEGER), requests, new_items, updated_items, last_error
  FROM last;

SELECT entity, s.status, s.items_processed, s.total_items,
       CASE WHEN s.status = 'Success' THEN 100
            WHEN s.total_items > 0 THEN min(100, s.current_offset * 100 / s.total_items)
            ELSE 0 END,
       CAST(strftime('%s', s.rate_limit_reset_at) AS INTEGER), s.last_error
  FROM last
  JOIN phases
  LEFT JOIN sync_state AS s ON s.state_key = 'sync_' || last.id || '_' || entity
 ORDER BY place;
