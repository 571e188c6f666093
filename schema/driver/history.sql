-- All syncs, oldest first, as a table for a person. Each line comes with the largest of its numbers: text in place of a
-- number would sort after all numbers.

SELECT format('%4s  %-11s  %-11s  %-19s  %-11s %9s %9s %9s',
              'sync', 'kind', 'status', 'started', 'took', 'new', 'changed', 'requests'), NULL
  FROM (SELECT 1 FROM sync_history LIMIT 1);

SELECT format('%4d  %-11s  %-11s  %-19s  %-11s %9s %9s %9s%s', id, kind, status, started, ifnull(took, ''), new, changed,
              requests, '  ' || nullif(last_error, '')), largest
  FROM syncs
 ORDER BY id;
