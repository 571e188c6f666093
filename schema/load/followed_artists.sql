-- An artist object.
.owned

INSERT INTO followed_artists (artist_id, first_seen_at, seen_at)
VALUES ($record(id), $time_extracted, $time_extracted)
ON CONFLICT (artist_id) DO UPDATE SET seen_at = excluded.seen_at,
    removed_at = iif(deletion_seen_at > excluded.seen_at, deleted_at, NULL)
WHERE excluded.seen_at > seen_at AND removed_at IS NOT NULL;

UPDATE followed_artists SET seen_at = $time_extracted
WHERE $unchanged AND artist_id = $record(id) AND seen_at < $time_extracted;

INSERT INTO followed_artists (artist_id, deleted_at, deletion_seen_at, removed_at)
VALUES ($record(id), $deleted_at, $time_extracted, $deleted_at)
ON CONFLICT (artist_id) DO UPDATE SET
    deleted_at = excluded.deleted_at, deletion_seen_at = excluded.deletion_seen_at,
    removed_at = excluded.deleted_at
WHERE excluded.deletion_seen_at > max(deletion_seen_at, seen_at) AND removed_at IS NULL;

UPDATE followed_artists SET
    deleted_at = $deleted_at, deletion_seen_at = $time_extracted,
    removed_at = iif($time_extracted > seen_at, $deleted_at, NULL)
WHERE $unchanged AND artist_id = $record(id)
    AND (deletion_seen_at, ifnull(deleted_at, '')) < ($time_extracted, $deleted_at);

UPDATE followed_artists SET first_seen_at = $time_extracted
WHERE artist_id = $record(id) AND ifnull(first_seen_at, 'none') > $time_extracted;

INSERT INTO artists (id)
SELECT $record(id) WHERE $deleted_at IS NOT NULL
ON CONFLICT (id) DO NOTHING;

.read artists.sql
