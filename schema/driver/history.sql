-- All syncs, the oldest first, as lines of a table for a person. With each line the largest of its numbers: a text, which
-- is none, sorts after all of them.

SELECT format('%4s  %-11s  %-11s  %-19s  %-11s %9s %9s %9s',
              'sync', 'kind', 'status', 'begun', 'took', 'new', 'changed', 'requests'), NULL
  FROM (SELECT 1 FROM sync_history LIMIT 1);

SELECT format('%4d  %-11s  %-11s  %-19s  %-11s %9s %9s %9s%s', id, kind, status, started, ifnull(took, ''), new, changed,
              requests, '  ' || nullif(last_error, '')), largest
  FROM syncs
 ORDER BY id;
