-- All syncs, oldest first: with :json 1 as an array of objects, else as a table for a person. Each line comes with the largest
-- of its numbers: text in place of a number would sort after all numbers.

SELECT iif(lag(id) OVER ordered IS NULL, '[', ' ')
       || json_object(
              'sync_history_id', id,
              'kind', kind,
              'status', status,
              'started_at', started_at,
              'completed_at', completed_at,
              'seconds', seconds,
              'requests', requests,
              'new_items', new_items,
              'updated_items', updated_items,
              'last_error', last_error,
              'streams', json((
                  SELECT json_group_object(stream, json_object('new_items', new_items, 'updated_items', updated_items))
                    FROM (SELECT sync_counts.stream, sum(sync_counts.new_items) AS new_items,
                                 sum(sync_counts.updated_items) AS updated_items
                            FROM sync_counts JOIN phases ON state_key = 'sync_' || sync_history.id || '_' || entity
                           GROUP BY sync_counts.stream))))
       || iif(lead(id) OVER ordered IS NULL, ']', ','), NULL
  FROM sync_history
 WHERE :json = '1'
WINDOW ordered AS (ORDER BY id)
 ORDER BY id;

INSERT INTO lines
SELECT id, format('%4d %-11s %-11s %-16s %11s%8s%8s%7s', id, kind, status, substr(started, 1, 16), ifnull(took, ''), new, changed,
                  requests), largest
  FROM syncs
 WHERE :json <> '1'
UNION ALL
SELECT id, '     ' || last_error, NULL FROM syncs WHERE :json <> '1' AND last_error <> '';

INSERT INTO lines
SELECT 0, format('%4s %-11s %-11s %-16s %11s%8s%8s%7s', 'sync', 'kind', 'status', 'started', 'took', 'new', 'changed', 'calls'), NULL
 WHERE EXISTS (SELECT 1 FROM lines);

SELECT line, largest FROM screen_lines ORDER BY place, id, number;
