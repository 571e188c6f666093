-- A show, as an episode names it. One without even a name only makes the id known.
INSERT INTO shows (id, name, seen_at)
SELECT $id(id), $record(name), iif($record(name) IS NULL, '', $time_extracted)
WHERE NOT EXISTS (SELECT 1 FROM audiobooks WHERE id = $record(id))
ON CONFLICT (id) DO UPDATE SET name = excluded.name, seen_at = excluded.seen_at
WHERE fetched_at IS NULL
    AND (excluded.seen_at, ifnull(excluded.name, '')) > (seen_at, ifnull(name, ''));
