-- An album object with added_at.
.owned

INSERT INTO saved_albums (album_id, added_at, seen_at)
VALUES ($record(id), $record(added_at), $time_extracted)
ON CONFLICT (album_id) DO UPDATE SET added_at = excluded.added_at, seen_at = excluded.seen_at,
    removed_at = iif(deletion_seen_at > excluded.seen_at, deleted_at, NULL)
WHERE (excluded.seen_at, ifnull(excluded.added_at, '')) > (seen_at, ifnull(added_at, ''))
    AND (removed_at IS NOT NULL OR added_at IS NOT excluded.added_at);

UPDATE saved_albums SET seen_at = $time_extracted
WHERE $unchanged AND album_id = $record(id) AND seen_at < $time_extracted;

INSERT INTO saved_albums (album_id, deleted_at, deletion_seen_at, removed_at)
VALUES ($record(id), $deleted_at, $time_extracted, $deleted_at)
ON CONFLICT (album_id) DO UPDATE SET
    deleted_at = excluded.deleted_at, deletion_seen_at = excluded.deletion_seen_at,
    removed_at = excluded.deleted_at
WHERE excluded.deletion_seen_at > max(deletion_seen_at, seen_at) AND removed_at IS NULL;

UPDATE saved_albums SET
    deleted_at = $deleted_at, deletion_seen_at = $time_extracted,
    removed_at = iif($time_extracted > seen_at, $deleted_at, NULL)
WHERE $unchanged AND album_id = $record(id)
    AND (deletion_seen_at, ifnull(deleted_at, '')) < ($time_extracted, $deleted_at);

INSERT INTO albums (id)
SELECT $record(id) WHERE $deleted_at IS NOT NULL
ON CONFLICT (id) DO NOTHING;

.read albums.sql
