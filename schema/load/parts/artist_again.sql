-- An artist that was told again as it was.
UPDATE artists SET seen_at = $time_extracted
WHERE rowid = ifnull($again_rowid, (SELECT rowid FROM artists WHERE id = $again))
    AND fetched_at IS NULL AND name IS NOT NULL AND seen_at < $time_extracted;
